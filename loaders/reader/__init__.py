"""The reader: from the text of an article to entities, mentions and claims, with offsets and no store."""

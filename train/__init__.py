"""How the reader's models are made: the corpus, the other sets, the training, the export."""

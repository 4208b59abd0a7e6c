"""Review: what waits for a person's judgement, what a person may decide about it, and how that is kept."""

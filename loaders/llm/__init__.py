"""Readers beside the small one, each an extra: a language model behind an endpoint, GLiNER, spaCy."""

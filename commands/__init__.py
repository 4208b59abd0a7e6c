"""The command line's verbs, by what they are about; `cli` puts them together."""

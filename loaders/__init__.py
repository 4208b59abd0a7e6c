"""How it gets in: annotated claims, RDF, reference data."""

"""What can be asked: the catalogue and exposure."""

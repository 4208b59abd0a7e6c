"""What is said: claims and their kin, codecs, stores."""

"""What can be said: classes, relations, shapes, transmission rules; all of it read from Turtle."""

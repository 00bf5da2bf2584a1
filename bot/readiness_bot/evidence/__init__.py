"""What the files claim against what the forge recorded: the judge says what it must know, the edge asks."""

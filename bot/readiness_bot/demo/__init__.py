"""A generated model repository with a believable history, and the main job run on it."""

"""What is asked of a model: stages, roles, the six files' schemas, settings, policy; one module an item
(`items/`), with everything there is to say about it."""

"""The convention: one folder for each file of readiness/, one module for each item. Start at `registry.py`."""

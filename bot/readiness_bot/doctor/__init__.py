"""Whether the bot is in force here: what was seen of a repository, point by point, and how to fix each.

Pure; `runs/doctor.py` looks.
"""

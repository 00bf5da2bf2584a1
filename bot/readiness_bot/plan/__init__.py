"""What the issues should be, against what they are: a list of actions as data. A dry run does not apply it."""

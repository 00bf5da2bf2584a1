"""What there is to do, against what is there: all actions are data of one language, and one `apply` does
them."""

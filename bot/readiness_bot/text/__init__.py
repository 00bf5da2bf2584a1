"""What any page needs of text."""

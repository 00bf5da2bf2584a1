"""What any page needs of text: kinds of text that cannot be mixed up (Markdown, a title, a screen), dates and
numbers as people write them, the hidden marker."""

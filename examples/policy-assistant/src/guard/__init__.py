"""What holds a risk back outside the model."""

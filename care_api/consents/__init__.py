"""What a resident has agreed to, and what they have taken back."""

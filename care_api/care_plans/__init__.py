"""What is to happen for a resident, in immutable versions."""

"""In which rooms a resident was, and when."""

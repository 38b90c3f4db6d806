"""What needs a nurse, from report to closing."""

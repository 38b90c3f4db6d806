"""How the second opinion learns; only the workshop needs it, and SciPy."""

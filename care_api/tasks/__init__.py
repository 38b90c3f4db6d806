"""Each time something is due, and what came of it."""

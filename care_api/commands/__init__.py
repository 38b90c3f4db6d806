"""What a person, or the server, asks of a robot now, and what became of it."""

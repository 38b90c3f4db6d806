"""Stand-ins for the world around a robot: residents with a voice of their own, and time."""

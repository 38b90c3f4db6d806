"""The heart of the robot: what is due, who has the floor, and what is written down about it."""

"""How the robot's log reaches the server, and the nurse's plans the robot."""

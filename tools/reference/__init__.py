"""The generated parts of docs/interfaces.md: event kinds, ROS interfaces, parameters, endpoints."""

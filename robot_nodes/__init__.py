"""What runs on the robot: thin ROS 2 nodes around a pure core."""

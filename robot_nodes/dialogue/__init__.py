"""What a resident means and what the robot says to it: pure, without ROS, network or clock."""

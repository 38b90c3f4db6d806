"""Whether the robot suits a resident, who was trained, and when that is looked at again."""

"""What passes from one shift to the next, without a gap."""

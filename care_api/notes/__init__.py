"""What staff write down about a resident."""

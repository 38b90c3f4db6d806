"""The page of the resident and the family: what is planned, what was said, who looked and why."""

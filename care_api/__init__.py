"""The care server: plans the day with nurses, takes in what robots report, alerts."""

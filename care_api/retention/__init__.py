"""Data goes when its time is over: how long each kind is kept, and what takes it away."""

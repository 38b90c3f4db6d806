"""Figures: how fast, how large. Never part of the tests, for machines are noisy."""

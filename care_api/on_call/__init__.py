"""Whom a unit can call, and when each of them is on call."""

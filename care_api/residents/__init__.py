"""The people whom the robots look after."""

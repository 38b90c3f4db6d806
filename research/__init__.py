"""Exports and measures for researchers, from recorded events. Furnished later."""

"""Telling people of alerts, outside of the pages: written down first, sent by the worker."""

"""The log: what robots report and what the server notes itself, appended and never changed."""

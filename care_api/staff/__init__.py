"""Those who work here: login, sessions, roles."""

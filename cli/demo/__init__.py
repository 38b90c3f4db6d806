"""`nabo demo`: one resident's morning after another, from start to evidence."""

"""Plans in the words of others: exact, or refused with the reason."""

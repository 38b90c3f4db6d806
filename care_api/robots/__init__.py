"""The robots: pairing, tokens, plans, signs of life."""

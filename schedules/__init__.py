"""When things are due and what follows from an answer: pure values and functions, no clock."""

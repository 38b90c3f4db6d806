"""The speech room: hearing and speaking, each library behind a port."""

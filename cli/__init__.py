"""The one command `nabo`: thin, each subcommand calls one room."""

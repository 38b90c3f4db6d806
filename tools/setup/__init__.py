"""Set-up: from a bare Python to everything that `make demo` and `make test` need.

Runs before any package is installed, so it uses the standard library only.
"""

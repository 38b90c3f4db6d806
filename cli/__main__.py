"""`python -m cli`: the command `nabo`."""

from cli.main import main

if __name__ == "__main__":
    main()

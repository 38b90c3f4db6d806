"""`python -m care_api`: the server with settings from the environment."""

import sys

from care_api.serve import serve
from care_api.settings import StartupError, load_settings


def main() -> None:
    """Run the server.

    Raises:
        SystemExit: It cannot start.
    """
    try:
        settings = load_settings()
    except StartupError as fault:
        sys.exit(f"nabo api: {fault}")
    serve(settings)


if __name__ == "__main__":
    main()

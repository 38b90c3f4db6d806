"""Entry of `python -m tools.setup`: turns away a Python that could not even read the rest."""

import sys

from tools.setup.python_versions import complaint

if __name__ == "__main__":
    unfit = complaint(sys.version_info[:2])
    if unfit:
        sys.exit(unfit)

    from tools.setup.command_line import main

    sys.exit(main())

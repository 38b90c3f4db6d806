"""`python -m sim`: the simulated resident and the demonstration's clock."""

import sys

from sim.main import main

if __name__ == "__main__":
    sys.exit(main())

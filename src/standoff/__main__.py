"""`python -m standoff` is the command `standoff`."""

from __future__ import annotations

import sys

from standoff.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

"""The chores of `delivery/` stand beside the package: let the tests find them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

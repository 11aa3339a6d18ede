"""`python -m configurational` is the command `configurational`."""

import sys

from .cli import main

sys.exit(main())

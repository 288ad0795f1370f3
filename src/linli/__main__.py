"""`python -m linli` is the `linli` command."""

import sys

from linli.wiring.main import main

sys.exit(main())

"""`python -m linli.demo`: the same as `linli.demo.life`."""

import sys

from linli.demo.life import main

if __name__ == "__main__":
    sys.exit(main())

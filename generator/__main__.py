"""Run the command line as `python -m generator`."""

import sys

try:
    from generator.cli import main
except KeyboardInterrupt:  # while all of it is read, which takes a moment
    sys.exit(130)

if __name__ == "__main__":
    main()

"""Errors that a user can mend: the command line prints their message, not a traceback."""

STOPPED, FOUND = 1, 3
CODES = (
    f"Exit codes: 0 it is done, and nothing differs; {STOPPED} it stopped, and says why; 2 the "
    f"command could not be read; {FOUND} it came to its end and names what differs or is to be "
    "mended; 130 interrupted (128 and the number of the signal). `make` ends with 2 whatever the "
    f"command below it said, and names that: 'Error {FOUND}'."
)


class Expected(ValueError):
    """Base of the pipeline's own errors."""

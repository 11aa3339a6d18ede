"""Errors that a user can mend: the command line prints their message, not a traceback."""


class Expected(ValueError):
    """Base of the pipeline's own errors."""

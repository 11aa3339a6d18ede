"""One family of errors, each naming where, what was found and what was expected."""


class QCAError(ValueError):
    """Base of every error that the engine raises on purpose.

    Parameters
    ----------
    where : str
        File, column, case or parameter at fault.
    found : str
        What stands there.
    expected : str
        What would have been accepted.
    """

    def __init__(self, where: str, found: str, expected: str):
        self.where, self.found, self.expected = where, found, expected
        super().__init__(f"{where}: found {found}; expected {expected}")


class MissingValueError(QCAError):
    """A membership is missing."""


class UncalibratedError(QCAError):
    """A value is neither a membership in [0, 1] nor a level of a multi-value condition."""


class UnknownColumnError(QCAError):
    """A column that was asked for is not in the table."""


class ConditionsError(QCAError):
    """Too few, too many, repeated or contradictory conditions."""


class ParameterError(QCAError):
    """A cut-off, anchor, expression or option is out of its range."""


class NoPositiveRowError(QCAError):
    """Nothing to explain: no row reaches the cut-offs, or no case has the outcome."""


class NoModelError(QCAError):
    """No cover of the positive rows meets what was asked of terms or models."""


class AllPositiveError(QCAError):
    """No configuration is left to be told apart from the positive ones."""


class ExpectationError(QCAError):
    """Directional expectations are missing, of the wrong length or not readable."""


class ContradictionError(QCAError):
    """A positive configuration cannot be told apart from one that must stay out."""

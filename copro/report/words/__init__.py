"""Words and signs that follow from numbers."""

"""Domain constructs: what is measured, by country and theme. May use ``copro.data``."""

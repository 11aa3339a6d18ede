"""CoPro: a reproducible compendium on the co-production of elderly care and drug care.

Its rooms import one way only, as ``docs/architecture.md`` draws; ``docs/api`` shows how to use
them from a notebook of one's own.
"""

__version__ = "0.1.0"

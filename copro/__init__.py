"""CoPro: a reproducible compendium on the co-production of elderly care and drug care.

Layers, importing one way only: ``data`` <- ``measures``; ``methods`` and ``report`` stand
apart; ``pipeline`` runs the notebooks that use them.
"""

__version__ = "0.1.0"

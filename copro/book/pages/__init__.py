"""Pages that no notebook makes: ledger, catalogue, profiles of places, summaries."""

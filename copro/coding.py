"""What the book asks of texts that were coded twice, before it rests a statement on a code."""

RELIABLE = 0.667  # Krippendorff (2004): an alpha below it allows no conclusion

"""The book: its sources put together, its pages printed, its files for machines."""

"""Parameters, notebook runs, comparison with the reference, the book, the command line."""

"""What Sphinx does for the book beside Jupyter Book: its extension and the printed pages."""

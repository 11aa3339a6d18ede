"""Records of results: claims, figures, tables, and where they go."""

"""Running the notebooks: in order, one by one, checked."""

"""Methods that know no data set."""

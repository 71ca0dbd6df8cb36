"""One module for each notebook: the functions that answer its question."""

"""The front page: its numbers, each with the place it comes from, and the words around them."""

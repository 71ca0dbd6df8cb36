"""Printed figures, read as the ministry and the press write them."""

"""Reading what was published: files, printed numbers, names, editions."""

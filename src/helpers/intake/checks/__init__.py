"""What a new table is held against before it is filed."""

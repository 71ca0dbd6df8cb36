"""Reading what a headline says: which unit, index, edition, rank or change."""

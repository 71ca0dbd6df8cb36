"""Taking in the table of a new edition: from a ministry's file to figures in `data/raw`."""

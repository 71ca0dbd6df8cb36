"""The pages of a report: notebooks, provinces, tables, sources, changes."""

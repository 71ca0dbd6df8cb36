"""Reading the tables of any file form: spreadsheets, pages, text, PDF."""

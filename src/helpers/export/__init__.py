"""A page in another form: Word, PDF, one HTML file, pictures."""

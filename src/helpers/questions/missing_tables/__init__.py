"""Which questions wait for a table that is published and not on file?"""

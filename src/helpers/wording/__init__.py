"""Every word and sentence that readers see, in both languages: a file for each question."""

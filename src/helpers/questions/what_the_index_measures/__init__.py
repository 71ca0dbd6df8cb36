"""What does the index measure?"""

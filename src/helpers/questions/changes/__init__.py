"""What did a refresh change?"""

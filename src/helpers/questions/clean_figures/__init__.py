"""What was published, and does it add up?"""

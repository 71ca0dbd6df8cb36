"""Does what newspapers print agree with the ministry's tables?"""

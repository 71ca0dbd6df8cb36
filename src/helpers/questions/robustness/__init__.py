"""Which findings survive other reasonable choices?"""

"""Do gains go with online-service counts?"""

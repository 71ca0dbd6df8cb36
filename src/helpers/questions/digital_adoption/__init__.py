"""Do gains go with digital adoption?"""

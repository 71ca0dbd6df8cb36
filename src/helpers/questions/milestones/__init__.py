"""Do gains follow e-government milestones?"""

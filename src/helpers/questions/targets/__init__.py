"""What would it take a province to reach a rank?"""

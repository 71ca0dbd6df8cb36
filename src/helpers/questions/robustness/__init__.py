"""How lasting is a rank, who is really apart, and which conclusions stand?"""

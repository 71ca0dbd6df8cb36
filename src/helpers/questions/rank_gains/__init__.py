"""Who climbed, by how much, and what can ranks alone not tell?"""

"""What a person plays with in explore.ipynb: choices, and what they show."""

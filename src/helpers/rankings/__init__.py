"""From figures to ranks: the ranking table, what follows from changes, gains, and checks of both."""

"""From figures to ranks: the ranking table, derived ranks, gains, and checks of them."""

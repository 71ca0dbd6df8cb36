"""Which statements about ranks and scores a text makes, whose they are, and where they stand."""

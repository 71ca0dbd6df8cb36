"""Methods that several questions share."""

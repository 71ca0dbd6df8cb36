"""Are the data on file whole and of one state? What `tangbac verify` looks at."""

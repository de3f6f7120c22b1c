"""Memory: one append-only entry for each act of the house, and the tree that proves it."""

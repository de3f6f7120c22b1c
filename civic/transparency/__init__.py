"""公示: what anybody reads without an account. No tables of its own: it gathers the other rooms."""

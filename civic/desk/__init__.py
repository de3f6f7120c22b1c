"""Desks: what waits for me, oldest and most urgent first. No tables of its own."""

"""Measuring: requests per second against bare Flask, and the long checks."""

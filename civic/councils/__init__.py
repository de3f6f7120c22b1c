"""Who sits: bodies, the Community Partners council, its seats, and who may speak for each.

Comes in: bodies and appointments. Goes out: seats that topics, votes and decisions count.
"""

"""Where: the tree from city to door, the homes behind the doors, and the plan in metres.

Comes in: what a neighbourhood looks like. Goes out: places every other room can point at.
"""

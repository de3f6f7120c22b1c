"""Stage 4, 定: what was decided, on what ground, and who carries the burden.

In comes a formed opinion or the result of a vote; out goes a confirmed decision
from which the next room makes action items.
"""

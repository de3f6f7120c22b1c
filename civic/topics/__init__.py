"""Stage 3, 议: several issues become one matter that neighbours talk through.

In come issues that one person cannot settle; out goes a formed opinion: the
options, what everybody said, the answer to each of them, and who decides next.
"""

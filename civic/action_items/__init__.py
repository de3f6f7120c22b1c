"""办: what somebody has promised to do, by when, and what it looks like when it is done.

In: an accepted issue (直接办) or a confirmed decision. Out: evidence, and an answer to whoever asked.
"""

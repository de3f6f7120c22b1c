"""Across all rooms: reports, rulings with a reason anybody can read, appeals to somebody else.

In: something written by a person that another one reports, or that waits for a first look
(先审后发). Out: a ruling in the public log; hidden words leave a tombstone in place.
"""

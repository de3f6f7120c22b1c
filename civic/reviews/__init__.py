"""6 评: callbacks after the deadline, the three rates, and score runs anybody can add up again.

In come answered work orders; out go residents' own words on them and figures with their n.
"""

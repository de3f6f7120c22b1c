"""定 decide, first half: a vote on a topic.

In: a topic whose notice is over, with its options. Out: a roll frozen at opening, one ballot a
unit, a count anyone can follow, and a result that never claims more than its regime allows.
"""

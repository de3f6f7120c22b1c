"""Stage 3, 议, around a table: people meet, say it to each other, and write down what they agreed.

In come topics, orders and whistles that somebody calls people together about; out go confirmed
minutes, action items and house rules. A meeting proposes and promises; what binds is decided in
`votes` and `decisions`.
"""

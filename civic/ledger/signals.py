"""`recorded` is sent inside the transaction of every act; listeners may only write rows.

Receivers get the act as sender and the keywords entry, subject, thread, by, public.
"""

from blinker import Namespace

recorded = Namespace().signal("recorded")

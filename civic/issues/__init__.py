"""Stage 1, 接: what anybody raises, in their own words, with a place and photos.

Comes in: a draft from the first screen on, a paper slip, a phone call, an imported complaint.
Goes out: an accepted issue with a public summary, which action items, topics and answers take up.
"""

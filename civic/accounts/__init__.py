"""Who: a person with a nickname in front, a verified home behind, and roles from–to.

In: a telephone number and a code, a slip from the door, a word from the office. Out: who may act
for which household, place or body, today. Contacts are sealed; every look at one is recorded.
"""

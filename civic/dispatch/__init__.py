"""2 派: an accepted issue becomes a work order that several bodies answer, each on a clock of its own.

In comes an issue or a line of the hotline's file; out go replies with their basis, one a leg.
"""

"""The suite: one folder per room, the harness they share, and the structure tests beside this file."""

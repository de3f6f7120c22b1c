"""Across all rooms: who is told what. Listens to every act and writes messages, nothing else."""

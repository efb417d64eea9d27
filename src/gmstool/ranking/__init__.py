"""Rank models: INI files that say how many points each annotation of a variant is worth."""

"""Times one task in several tools, side by side: the parts behind `speed.py`."""

"""Rule sets: every threshold of a classification as data, with its source."""

"""Lift-over of variants and files between GRCh37 and GRCh38: nothing is changed or left out silently."""

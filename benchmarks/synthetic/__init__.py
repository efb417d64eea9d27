"""A made-up but realistic trio, annotated as VEP would: the parts behind `generate.py`."""

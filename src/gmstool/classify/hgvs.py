"""Where an HGVS name lies, for `gms classify --variant`."""

from gmstool.reference.hgvs_names import chromosome, place

__all__ = ["chromosome", "place"]

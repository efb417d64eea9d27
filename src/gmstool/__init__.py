"""gmstool: the `gms` command of Genomic Medicine Sweden's Genomic Medicine Centres."""

__version__ = "0.1.0"

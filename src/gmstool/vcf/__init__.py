"""Bytes to table and back: reading VCF and BCF fast, and writing what was read."""

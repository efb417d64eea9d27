"""The reference bundle: small public tables that ship with gmstool, and how to read them."""

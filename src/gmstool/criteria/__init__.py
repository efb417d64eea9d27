"""Criteria of variant classification, and how they combine into a class."""

"""One module per upstream source of the bundled reference tables."""

"""One module per bundled table: its sources, how it is built from them, and what must hold for it."""

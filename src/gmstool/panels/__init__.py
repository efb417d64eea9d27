"""Gene panels: finding, reading and resolving them."""

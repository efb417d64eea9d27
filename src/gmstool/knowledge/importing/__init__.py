"""From other programs' files to assertions and frequencies: one small module per format."""

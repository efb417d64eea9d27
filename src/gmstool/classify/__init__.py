"""From a VCF to classified rows: conditions, the case file, criteria, combining, and the outputs."""

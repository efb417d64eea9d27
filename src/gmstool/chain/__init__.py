"""One run from a VCF to a summary: inspect, filter, family, knowledge base, classify, report."""

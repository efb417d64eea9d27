"""The knowledge base: what laboratories concluded about variants, without anything about patients."""

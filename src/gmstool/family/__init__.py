"""Pedigrees, genotype states, inheritance models and compound heterozygotes."""

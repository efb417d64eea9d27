"""Tumours: oncogenicity, tiers by tumour type, biomarkers and prompts."""

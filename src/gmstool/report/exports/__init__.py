"""What other systems read: a FHIR bundle, a phenopacket, a ClinVar submission. Each prints the one case model."""

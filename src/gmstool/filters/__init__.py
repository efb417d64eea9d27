"""Filter steps, presets, the safety net and the ledger."""

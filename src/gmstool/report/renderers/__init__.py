"""One small module a format: each prints the same view and knows no medicine."""

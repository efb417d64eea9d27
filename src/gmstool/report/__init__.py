"""From classified variants and a case file to summaries for a multidisciplinary conference."""

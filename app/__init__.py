"""The public's door: a question becomes a cited, flagged answer."""

"""The operators' door: corpus files are checked, embedded and made the active index."""

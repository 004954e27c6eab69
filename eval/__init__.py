"""The evaluators' door: the question set, its measures, and reports on both."""

"""From what was found to the sentences of an answer, without a model."""

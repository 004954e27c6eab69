"""The optional chat model: what it is shown, what it costs, how it is checked."""

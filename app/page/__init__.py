"""The parts of the chat page, as a reader meets them."""

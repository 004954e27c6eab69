"""What is asked: a turn of a conversation as a question that stands alone."""

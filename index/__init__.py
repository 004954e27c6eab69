"""The store of passages and claims, and finding them: the floor the doors share."""

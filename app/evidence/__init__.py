"""What there is on a question: points, claims, and whether they suffice."""

"""The text tower: sentences to embeddings."""

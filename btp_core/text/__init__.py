"""Words: text towers, sentence embeddings, prompt sets, types of defects."""

"""The window's languages: translations, numbers, stages, sentences of the core."""

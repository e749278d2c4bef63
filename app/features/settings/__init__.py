"""Settings: the dialog, its fields, language and model."""

"""The wording: panel, types, prompt sets, history."""

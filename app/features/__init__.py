"""What a user does, one folder each: panel, commands and dialogs together."""

"""Looks: colours, style sheet, icons and colour maps."""

"""Reading the score of single points: panel, list, export."""

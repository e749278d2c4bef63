"""The model: networks, their files, and which of them inspects."""

"""The verdict and its regions."""

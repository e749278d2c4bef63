"""The dialog for published weights: what there is, what is here, and placing it."""

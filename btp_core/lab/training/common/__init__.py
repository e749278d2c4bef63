"""What training our own network and training over a published backbone share."""

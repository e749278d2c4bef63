"""Training BTP's modules as published, over a frozen backbone."""

"""Pre-training of a small point-language backbone: clouds against sentences about them."""

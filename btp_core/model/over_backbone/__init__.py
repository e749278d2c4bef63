"""BTP as published: its modules over a frozen, published point-language backbone."""

"""BTP as published: its modules over a frozen point-language backbone, trained and used."""

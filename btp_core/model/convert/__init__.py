"""Published checkpoints to files of this program, without running anything in them."""

"""The model: networks behind one interface, their files, and placing them on this machine."""

"""What makes and measures a model; inspecting needs nothing of it."""

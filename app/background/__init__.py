"""Work off the GUI thread: one runner, one kind of job, one way back."""

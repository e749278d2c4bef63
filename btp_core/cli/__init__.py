"""The command line: a front-end over the core that needs no display and imports no Qt."""

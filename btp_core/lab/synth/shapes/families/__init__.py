"""The families of parts, one kind of object a module; each draws a solid of any size."""

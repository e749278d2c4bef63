"""Reading in a process of its own, which may crash, hang or swell without harm to this one."""

"""The 3D view: the only part of the window that knows PyVista's Qt widget."""

"""Designs: good parts or a CAD model as the reference that scans are aligned and compared with."""

"""Designs: making and choosing one, what it says of a scan, and places that are no defect."""

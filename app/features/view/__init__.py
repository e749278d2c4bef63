"""What is shown of a scan and how: heatmap, types, comparison, camera."""

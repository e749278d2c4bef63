"""What every room stands on: errors, files, progress, arrays, checksums, device, version."""

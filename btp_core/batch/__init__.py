"""Check a folder: find scans, inspect them in several processes, keep all results in one file."""

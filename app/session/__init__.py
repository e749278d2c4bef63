"""The open scans, their results and state; recovery and samples."""

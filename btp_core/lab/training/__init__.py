"""Training BTP on auxiliary scans with point labels."""

"""BTP Inspect's core: from a scan file to anomaly scores, without any screen."""

"""A folder that is watched: new scans are inspected as they come."""

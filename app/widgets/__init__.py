"""Small widgets that know nothing of scans being opened or scored."""

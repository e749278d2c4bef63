"""Published point encoders, in plain torch, for weights converted by `btp-inspect convert`."""

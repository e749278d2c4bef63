"""Speed and quality benchmarks, run by hand or by ``btp-inspect bench``."""

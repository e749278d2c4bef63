"""``python -m btp_inspect`` is the same as ``btp-inspect``."""

import sys

from btp_inspect import main

sys.exit(main())

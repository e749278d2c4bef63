#!/usr/bin/env bash
# Opens the window on $SCAN, or on the bundled sample; without a display, inspects it instead.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
scan="${SCAN:-}"
[ -n "$scan" ] || scan=$("$python" -c 'from app.session.samples import first_sample; print(first_sample() or "")')
if [ -z "$scan" ]; then
    echo "There is no sample in assets/samples: name a scan, make run SCAN=file" >&2
    exit 2
fi

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    exec "$python" main.py -- "$scan"
fi

echo "No display: inspecting $scan without a window."
status=0
"$python" main.py inspect --output out -- "$scan" || status=$?
# 1 says that the part failed inspection, which is a result; make would call it an error.
[ "$status" -le 1 ] || exit "$status"

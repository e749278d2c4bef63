#!/usr/bin/env bash
# Builds the wheel, installs it in a new environment far from the checkout, and works with it there.
# BORROW=1 takes the libraries of the checkout's environment instead of installing them anew.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"
python="${PYTHON:-$root/.venv/bin/python}"
work="$(mktemp -d "${TMPDIR:-/tmp}/dist-check-XXXXXX")"
trap 'rm -rf "$work"' EXIT

"$python" -m pip wheel --quiet --no-deps --wheel-dir "$work/dist" .
"$python" -m venv "$work/env"
if [ -n "${BORROW:-}" ]; then
    "$work/env/bin/python" -m pip install --quiet --no-deps "$work"/dist/*.whl
    # Its path files are not read from there, so that the checkout is not found by accident.
    "$python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])' \
        > "$work/env/lib/$(basename "$(dirname "$("$work/env/bin/python" -c \
            'import sysconfig; print(sysconfig.get_paths()["purelib"])')")")/site-packages/borrowed.pth"
else
    "$work/env/bin/python" -m pip install --quiet --constraint constraints.txt "$work"/dist/*.whl
fi
if [ -n "${WHEEL_TO:-}" ]; then cp "$work"/dist/*.whl "$WHEEL_TO"; fi

cd "$work"
unset PYTHONPATH
export HOME="$work/home" XDG_CONFIG_HOME= XDG_CACHE_HOME= XDG_DATA_HOME= XDG_STATE_HOME=
mkdir -p "$HOME" scans
bin="$work/env/bin"

echo "== names in site-packages"
"$bin/python" - <<'CODE'
from importlib.metadata import files
names = {file.parts[0] for file in files("btp-inspect") if not file.parts[0].startswith("..")}
names = {name for name in names if not name.endswith(".dist-info")}
assert names == {"btp_core", "btp_inspect"}, names
import btp_core, sys
assert "env" in btp_core.__file__, btp_core.__file__
from btp_core.base.assets import ASSETS_ROOT, guide_path
assert guide_path().is_file() and (ASSETS_ROOT / "weights").is_dir()
print(*sorted(names))
CODE
echo "== version, an inspection, a folder, its report"
"$bin/btp-inspect" --version
sample="$("$bin/python" -c 'from btp_core.base.assets import asset_path; print(asset_path("samples", "flange_dent.npz"))')"
status=0; "$bin/btp-inspect" inspect "$sample" --output out || status=$?
[ "$status" -le 1 ] && [ -s out/flange_dent.heatmap.png ]
cp "$(dirname "$sample")"/flange_*.npz scans/
status=0; "$bin/btp-inspect" batch scans --output run.h5 --report report --workers 2 || status=$?
[ "$status" -le 1 ] && [ -s report/index.html ] && [ -s report/report.pdf ]
if command -v xvfb-run >/dev/null && command -v xdotool >/dev/null; then
    echo "== the window"
    PYTHON="$python" "$root/scripts/try_window.sh" "${PICTURE:-$work/window.png}" "$bin/btp-inspect"
fi
echo "dist-check: all well"

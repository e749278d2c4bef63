#!/usr/bin/env bash
# Makes the standalone folder dist/btp-inspect, with licences, menu entry and file associations.
set -euo pipefail
cd "$(dirname "$0")/../.."
python="${PYTHON:-.venv/bin/python}"
out="${OUT:-dist}"
PYTHONPATH="$PWD" "$python" -m PyInstaller --noconfirm --log-level ERROR \
    --distpath "$out" --workpath "${WORK:-build/bundle}" scripts/bundle/btp-inspect.spec
bundle="$out/btp-inspect"
mkdir -p "$bundle/share"
cp scripts/bundle/linux/btp-inspect.desktop scripts/bundle/linux/btp-inspect.xml "$bundle/share/"
cp assets/icons/app.svg "$bundle/share/btp-inspect.svg"
cp scripts/bundle/linux/install.sh LICENSE "$bundle/"
"$python" -m scripts.bundle.licences "$bundle"
du -sh "$bundle"

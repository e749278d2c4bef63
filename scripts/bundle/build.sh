#!/usr/bin/env bash
# Makes the standalone folder dist/btp-inspect, with licences, menu entry and file associations.
set -euo pipefail
cd "$(dirname "$0")/../.."
python="${PYTHON:-.venv/bin/python}"
out="${OUT:-dist}"
PYTHONPATH="$PWD" "$python" -m PyInstaller --noconfirm --log-level ERROR \
    --distpath "$out" --workpath "${WORK:-build/bundle}" scripts/bundle/btp-inspect.spec
bundle="$out/btp-inspect"
# Names of functions that nobody looks up are a fifth of it. Libraries that were repaired for wheels
# (those beside a package, in NAME.libs) do not survive that.
if command -v strip >/dev/null && [ "$(uname -s)" = Linux ]; then
    find "$bundle/_internal/vtkmodules" "$bundle/_internal/torch/lib" -name '*.so*' -type f \
        -exec strip --strip-unneeded {} +
fi
mkdir -p "$bundle/share"
cp scripts/bundle/linux/btp-inspect.desktop scripts/bundle/linux/btp-inspect.xml "$bundle/share/"
cp assets/icons/app.svg "$bundle/share/btp-inspect.svg"
cp scripts/bundle/linux/install.sh LICENSE "$bundle/"
"$python" -m scripts.bundle.licences "$bundle"
du -sh "$bundle"

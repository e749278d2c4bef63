#!/bin/sh
# Puts BTP Inspect among the applications of this user: menu entry, icon, kinds of files, and the
# command btp-inspect. Nothing is copied: leave the folder where it is. `install.sh --remove` undoes it.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
command="$HOME/.local/bin/btp-inspect"
entry="$data/applications/btp-inspect.desktop"
icon="$data/icons/hicolor/scalable/apps/btp-inspect.svg"
kinds="$data/mime/packages/btp-inspect.xml"

if [ "${1:-}" = --remove ]; then
    rm -f "$command" "$entry" "$icon" "$kinds"
else
    mkdir -p "$HOME/.local/bin" "$data/applications" "$data/mime/packages" "$(dirname "$icon")"
    ln -sfn "$here/btp-inspect" "$command"
    # A path in Exec is quoted, and a percent sign in it doubled (Desktop Entry Specification).
    quoted=$(printf '%s' "$here/btp-inspect" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g; s/[&|\\]/\\&/g')
    sed "s|^Exec=btp-inspect|Exec=\"$quoted\"|; /^TryExec=/d" "$here/share/btp-inspect.desktop" > "$entry"
    cp "$here/share/btp-inspect.svg" "$icon"
    cp "$here/share/btp-inspect.xml" "$kinds"
fi
for tool in "update-mime-database $data/mime" "update-desktop-database $data/applications"; do
    command -v "${tool%% *}" >/dev/null && $tool 2>/dev/null || true
done

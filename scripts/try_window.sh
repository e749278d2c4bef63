#!/usr/bin/env bash
# Starts a program's window on a screen of its own, takes its picture, closes it as a user does.
# Usage: try_window.sh PICTURE PROGRAM [ARGUMENT...]; the environment is the caller's.
set -euo pipefail
picture="$1"
shift
if [ -z "${TRY_WINDOW_INSIDE:-}" ]; then
    TRY_WINDOW_INSIDE=1 exec xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" "$0" "$picture" "$@"
fi
# Closing is asked of the window manager.
if command -v openbox >/dev/null; then openbox >/dev/null 2>&1 & fi
started=$(date +%s.%N)
"$@" &
program=$!
trap 'kill "$program" 2>/dev/null || true' EXIT
window=""
for _ in $(seq 600); do
    kill -0 "$program" || { echo "the program ended by itself"; exit 1; }
    window=$(xdotool search --onlyvisible --name "BTP Inspect" 2>/dev/null | head -1) || true
    [ -n "$window" ] && break
    sleep 0.1
done
[ -n "$window" ] || { echo "no window after a minute"; exit 1; }
echo "window after $(date +%s.%N | awk -v s="$started" '{ printf "%.1f", $1 - s }') s"
sleep "${LOOK_SECONDS:-20}"  # the sample's heatmap
kill -0 "$program" || { echo "the program ended by itself"; exit 1; }
"${PYTHON:-python3}" -c 'import sys; from PIL import ImageGrab; ImageGrab.grab().save(sys.argv[1])' \
    "$picture" && echo "picture: $picture"
closing=$(date +%s.%N)
xdotool windowquit "$window" 2>/dev/null || true
for _ in $(seq 600); do
    kill -0 "$program" 2>/dev/null || break
    sleep 0.1
done
if kill -0 "$program" 2>/dev/null; then
    echo "it does not close"
    exit 1
fi
status=0
wait "$program" || status=$?
echo "closed after $(date +%s.%N | awk -v s="$closing" '{ printf "%.1f", $1 - s }') s, exit code $status"
exit "$status"

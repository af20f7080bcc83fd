#!/bin/sh
# The main job on the example community: from statement files in the inbox to a published quarter.
# Works on a copy in build/demo; the checkout's own files stay as they are.
set -eu
cd "$(dirname "$0")/.."
DEMO=build/demo
rm -rf "$DEMO"
mkdir -p build
cp -R ledger "$DEMO"

step() {
    printf '\n$ huilin %s\n' "$*"
    .venv/bin/huilin --workspace "$DEMO" --today 2026-10-15 "$@"
}

as() {
    person=$1
    shift
    printf '\n$ huilin --by %s %s\n' "$person" "$*"
    .venv/bin/huilin --workspace "$DEMO" --today 2026-10-15 --by "$person" --yes "$@"
}

step inbox
as 周会计 book
as 陈主任 post
step check
step reinvest 2026-Q3
as 陈主任 close 2026-Q3
step publish 2026-Q3

printf '\n做好了 Done:\n'
for file in index.html disclosure.pdf notice.pdf summary.png statements.xlsx facts.json; do
    printf '  %s\n' "$DEMO/published/2026-Q3/$file"
done

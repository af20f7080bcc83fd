#!/bin/sh
# What the tests drive besides Python: the system's Chromium for pages, bubblewrap for the desk's room.
# Installed where root may; elsewhere the tests that need them are skipped, with this line said.
set -eu

WANTED=
has_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    [ -d "/Applications/Google Chrome.app" ]
}
has_browser || WANTED="$WANTED chromium"
[ "$(uname)" = Darwin ] || command -v bwrap >/dev/null 2>&1 || WANTED="$WANTED bubblewrap"
[ -n "$WANTED" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "要装系统软件 Installing system packages:$WANTED"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $WANTED >/dev/null
else
    echo "缺$WANTED，用到的测试会跳过；安装：sudo apt-get install$WANTED"
    echo "Missing:$WANTED. The tests that need them are skipped. To run them: sudo apt-get install$WANTED"
fi

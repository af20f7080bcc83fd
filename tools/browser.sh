#!/bin/sh
# The browser that the tests of pages drive: the system's Chromium, installed where root may install it.
set -eu

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -d "/Applications/Google Chrome.app" ] && exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "要装系统软件 Installing system package: chromium"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "没有 Chromium，网页测试会跳过；安装：sudo apt-get install chromium"
    echo "No Chromium: the tests of pages are skipped. To run them: sudo apt-get install chromium"
fi

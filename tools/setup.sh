#!/bin/sh
# Set up Huilin in .venv. Needs Python 3.11 or newer and a package mirror; says first what it installs.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }

PYTHON=
for name in "${PYTHON_FOR_HUILIN:-}" python3.11 python3.12 python3.13 python3; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        PYTHON=$name
        break
    fi
done
if [ -z "$PYTHON" ]; then
    say "需要 Python 3.11 或更新版本。Python 3.11 or newer is needed."
    say "  Debian/Ubuntu: apt-get install python3 python3-venv     macOS: brew install python@3.11"
    exit 4
fi

# What WeasyPrint draws with. `python -c` is the real question: can the libraries be opened?
has_pango() {
    "$PYTHON" - <<'PY' 2>/dev/null
import ctypes.util, sys
names = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset")
missing = [name for name in names if not ctypes.util.find_library(name)]
sys.exit(bool(missing) and sys.platform != "darwin")
PY
}

mac_pango() { [ "$(uname)" != Darwin ] || command -v pango-view >/dev/null 2>&1 || [ -e /opt/homebrew/lib/libpango-1.0.dylib ]; }

APT="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || APT="$APT python3-venv"

if ! has_pango || ! mac_pango || [ "${APT% python3-venv}" != "$APT" ]; then
    if [ "$(uname)" = Darwin ]; then
        say "要装系统软件 Installing system package: pango"
        if command -v brew >/dev/null 2>&1; then brew install pango; else say "请先安装 Homebrew，再运行：brew install pango"; exit 4; fi
    elif command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "要装系统软件 Installing system packages: $APT"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $APT >/dev/null
    elif command -v apt-get >/dev/null 2>&1; then
        say "缺系统软件，请运行这一行后再来 Please run this line, then try again:"
        say "  sudo apt-get install -y $APT"
        exit 4
    else
        say "缺 Pango（排版用）。请用系统的软件管理器安装 pango 和 harfbuzz。Install pango and harfbuzz, then try again."
        exit 4
    fi
fi

say "在 .venv 安装 requirements.lock 里的 Python 软件包（装好约 750 MB）… Installing the locked Python packages into .venv …"
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python -m compileall -q src importers reports
say "好了。命令：.venv/bin/huilin --help    Ready."

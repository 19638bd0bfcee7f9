#!/usr/bin/env bash
# Installs the dependencies, Node 24 among them; says what is missing and how to get it.
set -euo pipefail
cd "$(dirname "$0")/.."

need() { # need COMMAND PACKAGES
  command -v "$1" >/dev/null || { echo "$1 is missing. Install it with: apt-get install $2" >&2; exit 1; }
}
need node "nodejs npm"
need npm npm

major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
  echo "Node $(node -v) is too old to install with: Node 20 or newer is needed (apt-get install nodejs, or your distribution's newer package)." >&2
  exit 1
fi

echo "dependencies  installing …"
npm ci --loglevel=error --no-audit --no-fund >/dev/null
echo "dependencies  installed, Node $(node_modules/.bin/node -v)"

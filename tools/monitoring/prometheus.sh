#!/bin/sh
# Prints where prometheus and promtool are, as shell variables: those that PROMETHEUS and PROMTOOL name, those on PATH, or Debian's package, unpacked
# below .local without being installed, so that no service starts.
set -eu
cache=$(cd "$(dirname "$0")/../.." && pwd)/.local/cache/prometheus

found() { [ -n "$1" ] && printf '%s' "$1" || command -v "$2" || { [ -x "$cache/usr/bin/$2" ] && printf '%s' "$cache/usr/bin/$2"; }; }

if ! { found "${PROMETHEUS:-}" prometheus && found "${PROMTOOL:-}" promtool; } >/dev/null; then
  command -v apt-get >/dev/null || {
    echo "Prometheus is missing. Install it (https://prometheus.io/download/), or set PROMETHEUS and PROMTOOL to the paths of both programs." >&2
    exit 1
  }
  mkdir -p "$cache"
  cd "$cache"
  apt-get download prometheus >&2 || { echo "Debian's package prometheus cannot be fetched. Run apt-get update and try again." >&2; exit 1; }
  dpkg -x prometheus_*.deb .
  rm prometheus_*.deb
fi
echo "PROMETHEUS='$(found "${PROMETHEUS:-}" prometheus)' PROMTOOL='$(found "${PROMTOOL:-}" promtool)'"

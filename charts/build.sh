#!/bin/sh
# Puts the charts that each chart depends on into its charts/ folder, from the folders beside it. Needs helm (or HELM, its path).
set -eu
cd "$(dirname "$0")"
for chart in */Chart.yaml; do
  chart=${chart%/Chart.yaml}
  [ "$chart" = common ] || [ "$chart" = sales-pipeline ] || set -- "$@" "$chart"
done
# The umbrella last: it packs the others as they are then.
for chart in "$@" sales-pipeline; do
  "${HELM:-helm}" dependency update --skip-refresh "$chart" >/dev/null
done

#!/bin/sh
# Puts the charts that each chart depends on into its charts/ folder, from the folders beside it. Needs helm (or HELM, its path).
set -eu
cd "$(dirname "$0")"
# They pack the others as they are then, and so come last.
umbrellas='sales-pipeline customer-quality'
for chart in */Chart.yaml; do
  chart=${chart%/Chart.yaml}
  case " common $umbrellas " in *" $chart "*) ;; *) set -- "$@" "$chart" ;; esac
done
for chart in "$@" $umbrellas; do
  "${HELM:-helm}" dependency update --skip-refresh "$chart" >/dev/null
done

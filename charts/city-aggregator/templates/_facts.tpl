{{- define "city-aggregator.facts" -}}
workload: StatefulSet
contracts: [sales, sales-by-city, lineage, dead-letters.city-aggregator]
environment:
  {{- include "common.timeZoneEnvironment" . | nindent 2 }}
  STATE_DIR: /var/lib/sales-pipeline/state
mount: /var/lib/sales-pipeline
{{- end }}

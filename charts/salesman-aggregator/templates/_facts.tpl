{{- define "salesman-aggregator.facts" -}}
workload: StatefulSet
contracts: [sales, sales-by-salesman, lineage, dead-letters.salesman-aggregator]
environment:
  {{- include "common.timeZoneEnvironment" . | nindent 2 }}
  STATE_DIR: /var/lib/sales-pipeline/state
mount: /var/lib/sales-pipeline
{{- end }}

{{- define "city-aggregator.facts" -}}
workload: StatefulSet
contracts: [sales, sales-by-city, lineage, dead-letters.city-aggregator]
environment:
  STATE_DIR: /var/lib/sales-pipeline/state
mount: /var/lib/sales-pipeline
{{- end }}

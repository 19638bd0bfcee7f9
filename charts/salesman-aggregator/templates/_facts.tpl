{{- define "salesman-aggregator.facts" -}}
workload: StatefulSet
contracts: [sales, sales-by-salesman, lineage, dead-letters.salesman-aggregator]
environment:
  STATE_DIR: /var/lib/sales-pipeline/state
mount: /var/lib/sales-pipeline
{{- end }}

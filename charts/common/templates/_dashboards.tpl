{{/* Dashboards of Grafana, which `make gen` writes to files/dashboards. */}}
{{- define "common.dashboards" -}}
{{- $platform := include "common.platform" . | fromYaml }}
{{- if $platform.monitoring.dashboards }}
{{- range $path, $_ := .Files.Glob "files/dashboards/*.json" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ base $path | trimSuffix ".json" }}-dashboard
  labels:
    {{- include "common.labels" $ | nindent 4 }}
    # What Grafana's sidecar looks for.
    grafana_dashboard: '1'
data:
  {{ base $path }}: |
    {{- $.Files.Get $path | nindent 4 }}
{{- end }}
{{- end }}
{{- end }}

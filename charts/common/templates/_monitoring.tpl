{{- define "common.podMonitor" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- if $platform.monitoring.podMonitors -}}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
    {{- with $platform.monitoring.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "common.selectorLabels" . | nindent 6 }}
  podTargetLabels: [app.kubernetes.io/name]
  podMetricsEndpoints:
    - port: ops
      path: /metrics
      interval: 15s
{{- end }}
{{- end }}

{{/*
Alerts of a service, which `make gen` writes: files/alerts.yaml of its chart, or files/alerts/<workload>.yaml in a chart of several.
Thresholds are values.
*/}}
{{- define "common.rules" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- $rules := .Files.Get (printf "files/alerts/%s.yaml" .Chart.Name) | default (.Files.Get "files/alerts.yaml") -}}
{{- if and $platform.monitoring.rules $rules -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
    {{- with $platform.monitoring.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  groups:
    - name: {{ .Chart.Name }}
      rules:
        {{- tpl $rules . | nindent 8 }}
{{- end }}
{{- end }}

{{- define "common.runbooks" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- $platform.monitoring.runbooks -}}
{{- end }}

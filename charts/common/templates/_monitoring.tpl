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

{{/* Alerts of a service: a dictionary {root, rules} in. */}}
{{- define "common.rules" -}}
{{- $platform := include "common.platform" .root | fromYaml -}}
{{- if $platform.monitoring.rules -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ .root.Chart.Name }}
  labels:
    {{- include "common.labels" .root | nindent 4 }}
    {{- with $platform.monitoring.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  groups:
    - name: {{ .root.Chart.Name }}
      rules:
        {{- .rules | nindent 8 }}
{{- end }}
{{- end }}

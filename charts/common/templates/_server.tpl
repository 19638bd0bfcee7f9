{{/*
A server that is no service of the pipeline: its ServiceAccount, Service, NetworkPolicy. The workload is its chart's own.
Takes a dictionary of root and facts: ports (name: number), clients (NetworkPolicy peers), egress (rules).
*/}}
{{- define "common.server" -}}
{{- $facts := .facts -}}
{{- with .root -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{ include "common.serviceAccount" . }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "common.selectorLabels" . | nindent 4 }}
  ports:
    {{- range $name, $port := $facts.ports }}
    - name: {{ $name }}
      port: {{ $port }}
      targetPort: {{ $name }}
    {{- end }}
{{- if $platform.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "common.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        {{- toYaml $facts.clients | nindent 8 }}
      ports:
        {{- range $facts.ports }}
        - { port: {{ . }}, protocol: TCP }
        {{- end }}
  {{- with $facts.egress }}
  egress:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

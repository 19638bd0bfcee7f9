{{/*
A service, whole. Its chart says what is its own in `<name>.facts`:

  workload      Deployment, or StatefulSet (each replica with a disk of its own)
  alone         true: never two at a time
  contracts     topics that must be registered before it starts
  environment   variables that the chart sets
  secrets       variable: {name, key} of the Secret that it is read from
  ports         name: number, beside ops
  mount, claim  where its disk is mounted; the name of the claim
  volumes, mounts  others
  egress        NetworkPolicy rules beside DNS, Kafka, registry and collector
  ingress       NetworkPolicy rules beside the scraping of metrics
*/}}
{{- define "common.service" -}}
{{ include "common.serviceAccount" . }}
---
{{ include "common.configMap" . }}
---
{{ include "common.workload" . }}
---
{{ include "common.clusterService" . }}
---
{{ include "common.networkPolicy" . }}
---
{{ include "common.disruptionBudget" . }}
---
{{ include "common.podMonitor" . }}
{{- end }}

{{- define "common.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
data:
  {{- include "common.environment" . | nindent 2 }}
{{- end }}

{{- define "common.clusterService" -}}
{{- $facts := include (printf "%s.facts" .Chart.Name) . | fromYaml -}}
{{- if or $facts.ports (eq $facts.workload "StatefulSet") -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
spec:
  {{- if eq $facts.workload "StatefulSet" }}
  clusterIP: None
  publishNotReadyAddresses: true
  {{- end }}
  selector:
    {{- include "common.selectorLabels" . | nindent 4 }}
  ports:
    {{- range $name, $port := $facts.ports | default (dict "ops" 9464) }}
    - name: {{ $name }}
      port: {{ $port }}
      targetPort: {{ $name }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "common.disruptionBudget" -}}
{{- if .Values.podDisruptionBudget.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .Values.podDisruptionBudget.maxUnavailable }}
  # A pod that is not ready protects nobody by staying.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "common.selectorLabels" . | nindent 6 }}
{{- end }}
{{- end }}

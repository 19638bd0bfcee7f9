{{- define "common.lagScaler" -}}
{{- with .Values.autoscaling }}
{{- if .enabled -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $.Chart.Name }}
  labels:
    {{- include "common.labels" $ | nindent 4 }}
spec:
  scaleTargetRef:
    kind: StatefulSet
    name: {{ $.Chart.Name }}
  minReplicaCount: {{ .minReplicas }}
  maxReplicaCount: {{ .maxReplicas }}
  cooldownPeriod: {{ .cooldownSeconds }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        scaleDown:
          stabilizationWindowSeconds: {{ .cooldownSeconds }}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: {{ .prometheus }}
        query: sum(sales_pipeline_lag_records{service="{{ $.Chart.Name }}",namespace="{{ $.Release.Namespace }}"})
        threshold: {{ include "common.text" .lag | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "common.aggregatorRules" -}}
{{- $of := printf `service="%s",namespace="%s"` .Chart.Name .Release.Namespace -}}
{{- $rules := include "common.aggregatorRuleList" (dict "of" $of "name" .Chart.Name "alerts" .Values.alerts) -}}
{{ include "common.rules" (dict "root" . "rules" $rules) }}
{{- end }}

{{- define "common.aggregatorRuleList" -}}
- alert: AggregatorLags
  expr: sum(sales_pipeline_lag_records{ {{- .of -}} }) > {{ int64 .alerts.lagRecords }}
  for: 5m
  labels: { severity: warning, service: {{ .name }} }
  annotations:
    summary: {{ .name }} does not keep up with the topic sales
    description: Look at its CPU and at the phases of its shards; add a replica only if the lag lasts.
- alert: AggregatorShardsNotLive
  expr: sum(sales_pipeline_aggregator_phase_shards{ {{- .of -}} ,phase!="live"}) > 0
  for: {{ int64 .alerts.rebuildMinutes }}m
  labels: { severity: warning, service: {{ .name }} }
  annotations:
    summary: {{ .name }} has had shards that are not live for {{ int64 .alerts.rebuildMinutes }} minutes
    description: Longer than a rebuild should take. /readyz names what it waits for.
- alert: AggregatorRebuilds
  expr: sum(increase(sales_pipeline_aggregator_rebuilds_total{ {{- .of -}} ,reason!="missing"}[15m])) > 0
  labels: { severity: warning, service: {{ .name }} }
  annotations:
    summary: {{ .name }} rebuilds state for another reason than a new disk
    description: The label reason says why. See the README of packages/aggregator.
{{ include "common.deadLetterRule" . }}
{{- end }}

{{- define "common.deadLetterRule" -}}
- alert: DeadLetters
  expr: sum(increase({{ .metric | default "sales_pipeline_dead_letters_total" }}{ {{- .of -}} }[15m])) > 0
  labels: { severity: warning, service: {{ .name }} }
  annotations:
    summary: {{ .name }} refuses records
    description: Read the topic dead-letters.{{ .name }}. The label code and the README of the service say what to do.
{{- end }}

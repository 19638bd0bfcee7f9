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

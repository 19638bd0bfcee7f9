{{- define "jaeger.facts" -}}
ports:
  otlp-http: 4318
  ui: 16686
clients:
  {{- toYaml .Values.clients | nindent 2 }}
{{- end }}

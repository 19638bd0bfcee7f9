{{- define "partner-service.facts" -}}
ports:
  http: 8000
clients:
  {{- toYaml .Values.clients | nindent 2 }}
{{- end }}

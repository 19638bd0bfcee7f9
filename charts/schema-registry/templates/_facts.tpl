{{- define "schema-registry.facts" -}}
ports:
  http: 8080
clients:
  {{- toYaml .Values.clients | nindent 2 }}
{{- if eq .Values.storage.kind "sql" }}
egress:
  {{- include "common.dnsEgress" . | nindent 2 }}
  - to:
      {{- .Values.storage.peers | default (list (include "common.podsOf" "postgres" | fromYaml)) | toYaml | nindent 6 }}
    ports:
      - { port: {{ int .Values.storage.port }}, protocol: TCP }
{{- end }}
{{- end }}

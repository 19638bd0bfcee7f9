{{- define "db-cdc-bridge.facts" -}}
workload: Deployment
# A replication slot has one reader.
alone: true
contracts:
  - sales
  - cdc.{{ .Values.config.SOURCE_SCHEMA | default "public" }}.sale
  - cdc.{{ .Values.config.SOURCE_SCHEMA | default "public" }}.salesman
  - cdc.{{ .Values.config.SOURCE_SCHEMA | default "public" }}.city
  - lineage
  - dead-letters.db-cdc-bridge
  - checkpoints.db-cdc-bridge
environment:
  {{- include "common.timeZoneEnvironment" . | nindent 2 }}
secrets:
  SOURCE_DATABASE_URL: { name: {{ .Values.database.secret }}, key: {{ .Values.database.key }} }
egress:
  - to:
      {{- .Values.database.peers | default (list (include "common.podsOf" "source-db" | fromYaml)) | toYaml | nindent 6 }}
    ports:
      - { port: {{ .Values.database.port }}, protocol: TCP }
{{- end }}

{{- define "file-ingestor.facts" -}}
workload: Deployment
# One process per inbox.
alone: true
contracts: [sales, lineage, dead-letters.file-ingestor, checkpoints.file-ingestor]
environment:
  {{- include "common.timeZoneEnvironment" . | nindent 2 }}
  INBOX_DIR: /var/lib/sales-pipeline/inbox
  {{- if .Values.columnMapping }}
  COLUMN_MAPPING: /etc/column-mapping/mapping.json
  {{- end }}
mount: /var/lib/sales-pipeline
claim: {{ .Values.inbox.existingClaim | default "file-ingestor-inbox" }}
{{- if .Values.columnMapping }}
mounts:
  - name: column-mapping
    mountPath: /etc/column-mapping
    readOnly: true
volumes:
  - name: column-mapping
    configMap:
      # A new mapping is a new name, and so rolls the pod.
      name: {{ include "file-ingestor.mappingName" . }}
{{- end }}
{{- end }}

{{- define "file-ingestor.mappingName" -}}
file-ingestor-mapping-{{ toJson .Values.columnMapping | sha256sum | trunc 8 }}
{{- end }}

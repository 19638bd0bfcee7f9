{{- define "results-api.facts" -}}
workload: Deployment
contracts: [sales, sales-by-city, sales-by-salesman, lineage, dead-letters.results-api]
environment:
  {{- include "common.timeZoneEnvironment" . | nindent 2 }}
  HTTP_HOST: 0.0.0.0
  HTTP_PORT: '8080'
  # Finds nothing to do after an upgrade: the Job before it has done it. On a new cluster there is no Job to wait for.
  MIGRATE: 'true'
  {{- if not (or .Values.apiKeys.secret (hasKey .Values.config "OIDC_ISSUER")) }}
  AUTH: none
  {{- end }}
secrets:
  RESULTS_DATABASE_URL: { name: {{ .Values.database.secret }}, key: {{ .Values.database.key }} }
  {{- with .Values.apiKeys.secret }}
  API_KEYS: { name: {{ . }}, key: {{ $.Values.apiKeys.key }} }
  {{- end }}
  {{- with .Values.openLineage.secret }}
  OPENLINEAGE_API_KEY: { name: {{ . }}, key: {{ $.Values.openLineage.key }} }
  {{- end }}
ports:
  http: 8080
ingress:
  {{- with .Values.clients }}
  - from:
      {{- toYaml . | nindent 6 }}
    ports:
      - { port: 8080, protocol: TCP }
  {{- end }}
egress:
  - {{- include "results-api.databaseEgress" . | nindent 4 }}
  {{- with .Values.config.OPENLINEAGE_URL }}
  {{- include "common.urlEgress" (dict "url" . "peers" $.Values.openLineage.peers "pods" "") | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "results-api.databaseEgress" -}}
to:
  {{- .Values.database.peers | default (list (include "common.podsOf" "postgres" | fromYaml)) | toYaml | nindent 2 }}
ports:
  - { port: {{ .Values.database.port }}, protocol: TCP }
{{- end }}

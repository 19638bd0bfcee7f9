{{- define "soap-ingestor.facts" -}}
{{- $partner := .Values.partner -}}
workload: Deployment
# One process per partner.
alone: true
contracts: [sales, lineage, dead-letters.soap-ingestor, checkpoints.soap-ingestor]
environment:
  {{- include "common.timeZoneEnvironment" . | nindent 2 }}
  PARTNER_WSDL: {{ $partner.wsdl | quote }}
  {{- with $partner.endpoint }}
  PARTNER_ENDPOINT: {{ . | quote }}
  {{- end }}
  {{- with $partner.username }}
  PARTNER_USERNAME: {{ . | quote }}
  {{- end }}
secrets:
  {{- with $partner.passwordSecret }}
  PARTNER_PASSWORD: { name: {{ . }}, key: {{ $partner.passwordKey }} }
  {{- end }}
  {{- with $partner.tokenSecret }}
  PARTNER_TOKEN: { name: {{ . }}, key: {{ $partner.tokenKey }} }
  {{- end }}
egress:
  {{- range list $partner.wsdl $partner.endpoint | compact }}
  {{- include "common.urlEgress" (dict "url" . "peers" $partner.peers "pods" "partner-service") | nindent 2 }}
  {{- end }}
{{- end }}

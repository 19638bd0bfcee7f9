{{- define "customer-keeper-mdm.facts" -}}
workload: Deployment
contracts: [custchannel, custexcep, dead-letters.customer-quality]
environment:
  ROLE: keeper-mdm
secrets:
  {{- include "customer-quality.databaseSecret" . | nindent 2 }}
egress:
  {{- include "customer-quality.databaseEgress" . | nindent 2 }}
{{- end }}

{{- define "customer-keeper-sandbox.facts" -}}
workload: Deployment
contracts: [custchannel, custexcep, dead-letters.customer-quality]
environment:
  ROLE: keeper-sandbox
secrets:
  {{- include "customer-quality.databaseSecret" . | nindent 2 }}
  {{- include "customer-quality.pseudonymSecret" . | nindent 2 }}
egress:
  {{- include "customer-quality.databaseEgress" . | nindent 2 }}
{{- end }}

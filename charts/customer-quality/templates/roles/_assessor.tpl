{{- define "customer-assessor.facts" -}}
workload: Deployment
# Uniqueness looks across partitions.
alone: true
contracts: [custchannel, custexcep, customer-notifications, dead-letters.customer-quality]
environment:
  ROLE: assessor
{{- end }}

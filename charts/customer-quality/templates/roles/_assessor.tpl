{{- define "customer-assessor.facts" -}}
workload: Deployment
# Who is the same person is to be looked for across partitions. Today's rules would allow more.
alone: true
contracts: [custchannel, custexcep, customer-notifications, dead-letters.customer-quality]
environment:
  ROLE: assessor
{{- end }}

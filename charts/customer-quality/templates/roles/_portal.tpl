{{- define "customer-portal.facts" -}}
workload: Deployment
contracts: [custchannel, customer-notifications]
environment:
  ROLE: portal
  HTTP_HOST: 0.0.0.0
  HTTP_PORT: '8090'
ports:
  http: 8090
ingress:
  {{- include "customer-quality.httpIngress" . | nindent 2 }}
{{- end }}

import { stringify } from 'yaml'
import type { Alert, RuleSet } from './alert.ts'

/** As Prometheus reads it. */
export interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

type Words = Readonly<Record<string, string | number>>

const HEADER = '# Generated from tools/monitoring by `make gen`.\n'

/** The rules of a service for a Prometheus that watches one pipeline. */
export function plainRules({ service, thresholds, alerts }: RuleSet): readonly Rule[] {
  const words = { ...thresholds, of: `service="${service}"`, pipeline: 'service!=""' }
  return alerts.map((alert) => ruleOf(alert, service, words, 'docs/runbooks'))
}

/** A file for `rule_files` of Prometheus. */
export function ruleFile(service: string, rules: readonly Rule[]): string {
  return HEADER + yaml({ groups: [{ name: service, rules }] })
}

/** The same rules as a template of the service's chart: thresholds from its values, of one namespace. */
export function chartRules({ service, thresholds, alerts }: RuleSet): string {
  const namespace = 'namespace="{{ .Release.Namespace }}"'
  const words = {
    ...Object.fromEntries(
      Object.keys(thresholds).map((name) => [name, `{{ include "common.text" .Values.alerts.${name} }}`])
    ),
    of: `service="${service}",${namespace}`,
    pipeline: namespace
  }
  const rules = alerts.map((alert) => ruleOf(alert, service, words, '{{ include "common.runbooks" . }}'))
  return HEADER + yaml(rules)
}

function ruleOf(alert: Alert, service: string, words: Words, runbooks: string): Rule {
  const { name, severity, expr, summary, description } = alert
  return {
    alert: name,
    expr: said(expr, words),
    ...(alert.for !== undefined && { for: said(alert.for, words) }),
    labels: { severity, service },
    annotations: {
      summary: said(summary, words),
      description: said(description, words),
      runbook_url: `${runbooks}/${name}.md`
    }
  }
}

function said(text: string, words: Words): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`there is no threshold ${name}`)
    return String(word)
  })
}

function yaml(data: unknown): string {
  return stringify(data, { singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false })
}

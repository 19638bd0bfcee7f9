import { overview } from './overview.ts'
import { grafanaModel } from './render.ts'
import { services } from './services.ts'

/** Every dashboard, as Grafana imports it. */
export function dashboards(): readonly { readonly uid: string; readonly json: string }[] {
  return [overview, ...services].map((dashboard) => ({
    uid: dashboard.uid,
    json: JSON.stringify(grafanaModel(dashboard))
  }))
}

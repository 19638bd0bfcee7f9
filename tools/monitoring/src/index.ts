export { ruleSets } from './alerts/index.ts'
export { plainRules } from './alerts/render.ts'

export { ruleSets } from './alerts/index.ts'
export { plainRules, ruleFile } from './alerts/render.ts'

export { Ledger, type Sale } from './ledger.ts'
export type { Misbehaviour } from './misbehaviour.ts'
export { startPartner, type Partner, type PartnerOptions } from './server.ts'

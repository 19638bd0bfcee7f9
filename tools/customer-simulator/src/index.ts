export { recount, type Expected } from './recount.ts'
export { sendAll, type Outcome, type SendOptions } from './send.ts'
export { BAD_KINDS, simulated, type Form, type Kind, type Shares, type Simulated } from './simulated.ts'

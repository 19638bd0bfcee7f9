import { defineConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'
import { BAD_KINDS, type Shares } from './simulated.ts'

const shape = {
  PORTAL_URL: variable.url('http', 'https').describe('the portal, without a path').default('http://127.0.0.1:8090'),
  RATE: variable.integer({ min: 1, max: 100_000 }).describe('registrations a second').default(10),
  COUNT: variable.integer({ min: 1 }).describe('how many; unset: until it is stopped').optional(),
  SEED: variable.integer().describe('the same seed, the same people').default(1),
  SHARES: variable
    .list(
      new RegExp(`^(${BAD_KINDS.join('|')})=(0(\\.\\d+)?|1)$`),
      `give kind=share; kinds are ${BAD_KINDS.join(', ')}`
    )
    .describe('how large a part of them is wrong, and in which way: kind=share between commas')
    .default(['born-before-1980=0.1', 'arboriculturist=0.1', 'broken-email=0.05'])
}

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>

export function sharesOf({ SHARES }: Pick<Config, 'SHARES'>): Shares {
  return Object.fromEntries(
    SHARES.map((text) => {
      const [kind = '', share] = text.split('=')
      return [kind, Number(share)]
    })
  )
}

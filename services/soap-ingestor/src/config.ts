import {
  commonConfig,
  ConfigError,
  defineConfig,
  sourceConfig,
  variable,
  type ConfigOf
} from '@sales-pipeline/service-kit'

const shape = {
  ...commonConfig,
  ...sourceConfig,
  PARTNER_WSDL: variable
    .url('http', 'https')
    .describe("URL of the partner's WSDL, such as http://127.0.0.1:8000/sales?wsdl"),
  PARTNER_ENDPOINT: variable
    .url('http', 'https')
    .describe("URL that is called instead of the WSDL's own service address")
    .optional(),
  PARTNER_USERNAME: variable.text().describe('user for HTTP basic authentication').optional(),
  PARTNER_PASSWORD: variable.secret().describe('password for HTTP basic authentication').optional(),
  PARTNER_TOKEN: variable.secret().describe('bearer token, instead of user and password').optional(),
  SOURCE_NAME: variable
    .text()
    .regex(/^[^:\s]{1,50}$/, 'give a name of at most 50 characters without colon or blank')
    .describe('first part of the id of every sale from this partner; checkpoints are kept under it')
    .default('partner'),
  POLL_INTERVAL_MS: variable.milliseconds().describe('rest between two polls, in milliseconds').default(5_000),
  PAGE_SIZE: variable.integer({ min: 1, max: 10_000 }).describe('most sales asked for in one call').default(1_000),
  OVERLAP_MS: variable
    .milliseconds({ min: 0 })
    .describe('how far each poll reaches back behind the cursor, for what the partner commits late or dates wrongly')
    .default(60_000),
  TIMEOUT_MS: variable
    .milliseconds()
    .describe('longest wait for an answer of the partner, in milliseconds')
    .default(30_000)
}

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>

export type Credentials = { readonly username: string; readonly password: string } | { readonly token: string }

/** Throws a ConfigError when user and password are not both set, or a token beside them. */
export function credentialsOf({
  PARTNER_USERNAME: username,
  PARTNER_PASSWORD: password,
  PARTNER_TOKEN: token
}: Config): Credentials | undefined {
  const problem = (name: string, text: string): ConfigError => new ConfigError([{ variable: name, problem: text }])
  if (token !== undefined && (username !== undefined || password !== undefined))
    throw problem('PARTNER_TOKEN', 'is set beside PARTNER_USERNAME or PARTNER_PASSWORD: set one kind only.')
  if (username !== undefined && password === undefined)
    throw problem('PARTNER_PASSWORD', 'is missing although PARTNER_USERNAME is set: set both or none.')
  if (username === undefined && password !== undefined)
    throw problem('PARTNER_USERNAME', 'is missing although PARTNER_PASSWORD is set: set both or none.')
  if (token !== undefined) return { token }
  return username !== undefined && password !== undefined ? { username, password } : undefined
}

import { contextHeaders, SpanKind, withSpan } from '@sales-pipeline/observability'
import { ServiceError } from '@sales-pipeline/service-kit'
import * as soap from 'soap'

import { errors } from '../errors.ts'
import type { ConnectPartner, Page, Partner } from '../ports.ts'
import { GuardedHttp } from './guarded-http.ts'
import { findPort, type Operation, type Port } from './operation.ts'
import { plainTypes } from './plain-types.ts'
import { failureOf } from './soap-failure.ts'

export interface PartnerSettings {
  readonly wsdl: string
  /** Instead of the WSDL's own service address. */
  readonly endpoint?: string | undefined
  readonly timeoutMs: number
  readonly pageSize: number
  readonly credentials?:
    { readonly username: string; readonly password: string } | { readonly token: string } | undefined
}

export interface CallWatch {
  /** Told after each call how long it took and how it ended: `ok` or an error's code. */
  called(outcome: string, seconds: number): void
}

type Method = (
  args: object,
  callback: (error: unknown, answer: unknown) => void,
  options: { signal: AbortSignal },
  headers: Readonly<Record<string, string>>
) => void

/** Reads the WSDL, finds the operation in it, and gives a client of that operation. */
export function soapPartner(settings: PartnerSettings, operation: Operation, watch: CallWatch): ConnectPartner {
  return async (signal) => {
    const client = await within(settings.timeoutMs, signal, (deadline) => openWsdl(settings, deadline))
    const port = findPort(client.describe() as Record<string, unknown>, operation)
    if ('missing' in port)
      throw errors.PARTNER_CONTRACT_MISMATCH(`${withoutCredentials(settings.wsdl)} lacks ${port.missing.join(', ')}`)
    return new SoapPartner(client, port, settings, operation, watch)
  }
}

class SoapPartner implements Partner {
  readonly dataset: string
  readonly #method: Method
  readonly #address: URL
  readonly #port: Port
  readonly #settings: PartnerSettings
  readonly #operation: Operation
  readonly #watch: CallWatch

  constructor(client: soap.Client, port: Port, settings: PartnerSettings, operation: Operation, watch: CallWatch) {
    this.#address = addressOf(client, port, settings.endpoint)
    this.dataset = `${port.service}.${operation.name}@${this.#address.host}`
    const services = client as unknown as Record<string, Record<string, Record<string, Method>>>
    const method = services[port.service]?.[port.port]?.[operation.name]
    if (method === undefined) throw errors.PARTNER_CONTRACT_MISMATCH(`operation ${operation.name} has no binding`)
    this.#method = method
    this.#port = port
    this.#settings = settings
    this.#operation = operation
    this.#watch = watch
  }

  page(request: Parameters<Partner['page']>[0], signal: AbortSignal): Promise<Page> {
    const attributes = {
      'rpc.system.name': 'soap',
      'rpc.method': `${this.#port.service}/${this.#operation.name}`,
      'http.request.method': 'POST',
      'url.full': withoutCredentials(this.#address.href),
      'server.address': this.#address.hostname,
      'server.port': Number(this.#address.port || (this.#address.protocol === 'https:' ? 443 : 80))
    }
    const name = `POST ${this.#port.service}.${this.#operation.name}`
    return this.#timed(() =>
      withSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
        const args = this.#operation.request(request, this.#settings.pageSize)
        const answer = await within(this.#settings.timeoutMs, signal, (deadline) => this.#call(args, deadline))
        span.setAttribute('http.response.status_code', 200)
        return this.#operation.page(answer)
      })
    )
  }

  #call(args: object, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown, answer: unknown): void => {
        if (error) reject(failureOf(error))
        else resolve(answer)
      }
      this.#method(args, settle, { signal }, contextHeaders())
    })
  }

  async #timed(call: () => Promise<Page>): Promise<Page> {
    const started = performance.now()
    const told = (outcome: string): void => {
      this.#watch.called(outcome, (performance.now() - started) / 1000)
    }
    try {
      const page = await call()
      told('ok')
      return page
    } catch (error) {
      if (error instanceof ServiceError) told(error.code)
      throw error
    }
  }
}

async function openWsdl({ wsdl, endpoint, credentials }: PartnerSettings, signal: AbortSignal): Promise<soap.Client> {
  const security = securityOf(credentials)
  const headers: Record<string, string> = {}
  security?.addHeaders(headers)
  const options = {
    disableCache: true,
    httpClient: new GuardedHttp(),
    customDeserializer: plainTypes,
    preserveWhitespace: true,
    wsdl_headers: headers,
    wsdl_options: { signal, overrideImportLocation: httpOnly },
    ...(endpoint !== undefined && { endpoint })
  }
  try {
    const client = await soap.createClientAsync(wsdl, options)
    if (security) client.setSecurity(security)
    return client
  } catch (error) {
    throw failureOf(error)
  }
}

/** A WSDL may import others by URL, never a file of this machine. */
function httpOnly(location: string): string {
  if (!/^https?:\/\//i.test(location))
    throw errors.PARTNER_CONTRACT_MISMATCH('the WSDL imports what is not at an http address')
  return location
}

function securityOf(
  credentials: PartnerSettings['credentials']
): soap.BasicAuthSecurity | soap.BearerSecurity | undefined {
  if (credentials === undefined) return undefined
  if ('token' in credentials) return new soap.BearerSecurity(credentials.token)
  return new soap.BasicAuthSecurity(credentials.username, credentials.password)
}

function addressOf(client: soap.Client, { service, port }: Port, endpoint: string | undefined): URL {
  const { services } = client.wsdl.definitions as unknown as {
    services: Record<string, { ports: Record<string, { location?: string }> }>
  }
  const location = endpoint ?? services[service]?.ports[port]?.location ?? ''
  if (/^https?:\/\//i.test(location) && URL.canParse(location)) return new URL(location)
  throw errors.PARTNER_CONTRACT_MISMATCH(`the address of service ${service} is not an http URL`, {
    fix: 'Set PARTNER_ENDPOINT to the address of the service'
  })
}

/** Ends the attempt after `timeoutMs` as a time-out, or with the signal's reason. */
async function within<T>(
  timeoutMs: number,
  signal: AbortSignal,
  attempt: (deadline: AbortSignal) => Promise<T>
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await attempt(AbortSignal.any([signal, timeout]))
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw timeout.aborted && !(error instanceof ServiceError) ? errors.PARTNER_TIMEOUT(`${timeoutMs} ms`) : error
  }
}

function withoutCredentials(url: string): string {
  const shown = new URL(url)
  shown.username = shown.password = ''
  return shown.href
}

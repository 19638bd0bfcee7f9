import type { PageRequest } from '../core/poll.ts'
import type { Page } from '../ports.ts'

/** What this service must know of one partner's operation; all else it takes from the WSDL. */
export interface Operation {
  readonly name: string
  /** The elements that the WSDL must describe: `sale[].amount` is the element amount of the repeated element sale. */
  readonly input: readonly string[]
  readonly output: readonly string[]
  request(request: PageRequest, pageSize: number): Readonly<Record<string, string>>
  /** @throws ServiceError PARTNER_ANSWER_INVALID */
  page(answer: unknown): Page
}

export interface Port {
  readonly service: string
  readonly port: string
}

/** The messages of a WSDL as the SOAP library describes them: services, ports, operations, then elements; a leaf is the name of a type. */
export type Description = Readonly<Record<string, unknown>>

/** Finds the port that offers the operation, or all that is missing. */
export function findPort(description: Description, { name, input, output }: Operation): Port | { missing: string[] } {
  for (const [service, ports] of entries(description)) {
    for (const [port, operations] of entries(ports)) {
      const operation = at(operations, name)
      if (operation === undefined) continue
      const missing = [
        ...input.filter((path) => leaf(at(operation, 'input'), path) === undefined).map((path) => `${name}/${path}`),
        ...output
          .filter((path) => leaf(at(operation, 'output'), path) === undefined)
          .map((path) => `${name}Response/${path}`)
      ]
      return missing.length === 0 ? { service, port } : { missing }
    }
  }
  return { missing: [`operation ${name}`] }
}

function leaf(elements: unknown, path: string): unknown {
  const value = path.split('.').reduce(at, elements)
  return typeof value === 'string' ? value : undefined
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Description)[key]
    : undefined
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

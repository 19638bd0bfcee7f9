import { base, en, Faker } from '@faker-js/faker'

/** What is wrong with a registration. */
export const BAD_KINDS = [
  'born-before-1980',
  'arboriculturist',
  'both',
  'no-name',
  'impossible-day',
  'broken-email',
  'broken-phone',
  'unreachable'
] as const

export type Kind = 'correct' | (typeof BAD_KINDS)[number]

/** Of all registrations, how large a part is of each kind; the rest is correct. */
export type Shares = Readonly<Partial<Record<(typeof BAD_KINDS)[number], number>>>

/** What somebody writes into the form of the portal. */
export interface Form {
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly job: string
  readonly email: string
  readonly dob: string
}

export interface Simulated {
  readonly id: string
  readonly kind: Kind
  readonly form: Form
}

/** Endless registrations of people who do not exist; the same ones for the same seed. */
export function* simulated(shares: Shares, seed: number): Generator<Simulated, never> {
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0)
  if (total > 1) throw new Error(`The shares of bad records add up to ${total}. Let them add up to 1 at the most.`)
  const faker = new Faker({ locale: [en, base], seed })
  for (;;) {
    const kind = kindAt(faker.number.float(), shares)
    yield { id: faker.string.uuid(), kind, form: { ...correct(faker), ...wrong(faker, kind) } }
  }
}

function kindAt(point: number, shares: Shares): Kind {
  let end = 0
  return BAD_KINDS.find((kind) => point < (end += shares[kind] ?? 0)) ?? 'correct'
}

function correct(faker: Faker): Form {
  const firstName = faker.person.firstName()
  const lastName = faker.person.lastName()
  return {
    name: `${firstName} ${lastName}`,
    address: `${faker.location.streetAddress()}, ${faker.location.city()}`,
    phone: faker.phone.number({ style: 'international' }),
    job: faker.person.jobType(),
    // A number makes it of one person alone.
    email: faker.internet.email({
      firstName,
      lastName: `${lastName}.${faker.number.int(1e9)}`,
      provider: 'example.org'
    }),
    dob: day(faker, '1980-01-01', '2007-12-31')
  }
}

const TREES = 'Arboriculturist'

function wrong(faker: Faker, kind: Kind): Partial<Form> {
  switch (kind) {
    case 'correct':
      return {}
    case 'born-before-1980':
      return { dob: day(faker, '1920-01-01', '1979-12-31') }
    case 'arboriculturist':
      return { job: TREES }
    case 'both':
      return { dob: day(faker, '1920-01-01', '1979-12-31'), job: TREES }
    case 'no-name':
      return { name: ' ' }
    case 'impossible-day':
      return { dob: `${faker.number.int({ min: 1981, max: 2007 })}-02-30` }
    case 'broken-email':
      return { email: `${faker.person.firstName()} at example.org` }
    case 'broken-phone':
      return { phone: faker.string.numeric(4) }
    case 'unreachable':
      return { email: '', phone: '' }
  }
}

function day(faker: Faker, from: string, to: string): string {
  return faker.date.between({ from, to }).toISOString().slice(0, 'yyyy-mm-dd'.length)
}

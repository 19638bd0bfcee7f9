import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parameter, readParameters } from './parameters.ts'

const shape = {
  city: parameter.name(),
  period: parameter.oneOf(['all', 'day']).default('all'),
  limit: parameter.count(50).default(10)
}

test('parameters are read, absent ones by their defaults', () => {
  assert.deepEqual(readParameters(shape, [['city', 'Zürich']]), {
    values: { city: 'Zürich', period: 'all', limit: 10 }
  })
})

test('everything wrong is reported at once: unknown, twice, missing, out of bounds', () => {
  const given = [
    ['limit', '51'],
    ['limit', '1'],
    ['colour', 'red'],
    ['period', 'week']
  ] as const
  assert.deepEqual(readParameters(shape, given), {
    errors: [
      { parameter: 'limit', message: 'is given more than once' },
      { parameter: 'colour', message: 'is unknown: give city, period, limit' },
      { parameter: 'city', message: 'is missing' },
      { parameter: 'period', message: 'must be one of all, day' }
    ]
  })
})

test('a check sees what is right, and adds only what is not yet reported', () => {
  const check = ({ limit, city }: { readonly limit?: number; readonly city?: string }) => [
    ...(limit === undefined ? [{ parameter: 'limit', message: 'again' }] : []),
    ...(city === 'x' ? [{ parameter: 'period', message: 'not with x' }] : [])
  ]
  assert.deepEqual(
    readParameters(
      shape,
      [
        ['city', 'x'],
        ['limit', '0']
      ],
      check
    ),
    {
      errors: [
        { parameter: 'limit', message: 'must be a whole number from 1 to 50' },
        { parameter: 'period', message: 'not with x' }
      ]
    }
  )
})

test('a count takes digits only; a name takes anything but nothing, too much, and NUL', () => {
  for (const text of ['', '0', '01', '-1', '+1', '1.0', '1e1', '0x1', ' 1', '51', '9'.repeat(400), '١', 'NaN']) {
    assert.ok(
      'errors' in
        readParameters(shape, [
          ['city', 'a'],
          ['limit', text]
        ]),
      text
    )
  }
  for (const text of ['', 'a\0b', 'x'.repeat(201)]) assert.ok('errors' in readParameters(shape, [['city', text]]))
})

test('no text breaks the reading', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (given) => {
      const reading = readParameters(shape, [...given, ['__proto__', '1'], ['constructor', '2']])
      assert.ok('errors' in reading && reading.errors.length >= 2)
    })
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatAmount, MAX_AMOUNT, parseAmount } from './index.ts'

const amounts = fc.bigInt({ min: -MAX_AMOUNT, max: MAX_AMOUNT })

test('what is written is read back, exactly', () => {
  fc.assert(fc.property(amounts, (amount) => parseAmount(formatAmount(amount)) === amount))
})

test('the text has two to four decimals, and four times zero more change nothing', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 20 }), (amount, zeros) => {
      const text = formatAmount(amount)
      assert.match(text, /^-?(0|[1-9]\d*)\.(\d\d|\d\d[1-9]|\d\d\d[1-9])$/)
      assert.equal(parseAmount(text + '0'.repeat(zeros)), amount)
    })
  )
})

test('sums of written amounts are the written sums', () => {
  const half = fc.bigInt({ min: -MAX_AMOUNT / 2n, max: MAX_AMOUNT / 2n })
  fc.assert(
    fc.property(half, half, (a, b) => {
      assert.equal(parseAmount(formatAmount(a))! + parseAmount(formatAmount(b))!, a + b)
    })
  )
})

test('any decimal of digits is read as the number it is', () => {
  const digits = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: min, maxLength: max })
  fc.assert(
    fc.property(fc.constantFrom('', '-', '+'), digits(1, 15), digits(1, 4), (sign, whole, fraction) => {
      const magnitude = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, '0'))
      assert.equal(parseAmount(`${sign}${whole}.${fraction}`), sign === '-' ? -magnitude : magnitude)
    })
  )
})

test('a fifth significant decimal is refused, never rounded', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (amount, zeros, digit) => {
      const [whole, fraction] = formatAmount(amount).split('.')
      assert.equal(parseAmount(`${whole}.${fraction!.padEnd(4, '0')}${'0'.repeat(zeros)}${digit}`), undefined)
    })
  )
})

test('more than nineteen digits are refused', () => {
  assert.equal(parseAmount('999999999999999.9999'), MAX_AMOUNT)
  assert.equal(parseAmount('-999999999999999.9999'), -MAX_AMOUNT)
  assert.equal(parseAmount('1000000000000000'), undefined)
  assert.equal(parseAmount('0000000000000000000001'), 10_000n)
})

test('anything but a plain decimal is refused', () => {
  const wrong = [
    '',
    ' ',
    '.',
    '-',
    '+',
    '1e3',
    '1E3',
    '1,000',
    '1.000,50',
    '1_000',
    ' 1',
    '1 ',
    '1 000',
    '.5',
    '5.',
    '--1',
    '0x10'
  ]
  const exotic = ['NaN', 'Infinity', '１２', '٣', '$1', '1.2.3', '1\n', '−1', 'null', '1'.repeat(100)]
  for (const text of [...wrong, ...exotic]) assert.equal(parseAmount(text), undefined, JSON.stringify(text))
})

test('arbitrary text is refused or is a decimal, and never throws', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789+-.,eE _')) })
  )
  fc.assert(fc.property(text, (t) => parseAmount(t) === undefined || /^[+-]?\d+(\.\d+)?$/.test(t)))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formats } from './formats.ts'
import type { Format } from './rule.ts'

const table: Readonly<Record<Format, { good: string[]; bad: string[] }>> = {
  email: {
    good: ['a@b.co', "o'neil+tag@mail.example.org", 'ANN@EXAMPLE.ORG', `${'a'.repeat(64)}@example.org`],
    bad: [
      '',
      'a',
      'a@b',
      '@example.org',
      'a b@example.org',
      'a@exa mple.org',
      '.a@example.org',
      'a..b@example.org',
      'a.@example.org',
      `${'a'.repeat(65)}@example.org`,
      `a@${'b'.repeat(63)}.${'c.'.repeat(100)}org`
    ]
  },
  uri: {
    good: ['https://example.org', 'urn:isbn:0451450523', 'http://127.0.0.1:8080/a?b=c#d', 'mailto:a@example.org'],
    bad: ['', '/path', 'example.org', '://x', 'http://', 'http://exa mple']
  },
  uuid: {
    good: ['5f0c7b1e-8a43-4f0e-9a57-3b9a2f1f7c55', '5F0C7B1E-8A43-4F0E-9A57-3B9A2F1F7C55'],
    bad: [
      '',
      '5f0c7b1e8a434f0e9a573b9a2f1f7c55',
      '5f0c7b1e-8a43-4f0e-9a57-3b9a2f1f7c5',
      '{5f0c7b1e-8a43-4f0e-9a57-3b9a2f1f7c55}'
    ]
  },
  date: {
    good: ['2024-02-29', '0001-01-01'],
    bad: ['', '2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '2026-01-01T00:00:00Z']
  },
  'date-time': {
    good: ['2026-03-31T10:15:00Z', '2026-03-31T10:15:00.123+02:00'],
    bad: [
      '',
      '2026-03-31',
      '2026-03-31T10:15:00',
      '2026-02-30T10:15:00Z',
      '2026-03-31T25:15:00Z',
      '2026-03-31 10:15:00Z'
    ]
  },
  phone: {
    good: ['+33123456789', '+4912345678'],
    bad: ['', '0123456789', '+33 1 23 45 67 89', '+0123456789', '+1234567890123456']
  }
}

for (const [name, { good, bad }] of Object.entries(table) as [Format, (typeof table)[Format]][]) {
  test(`what is ${name}, and what is not`, () => {
    for (const text of good) assert.ok(formats[name].matches(text), text)
    for (const text of bad) assert.ok(!formats[name].matches(text), text)
  })
}

test('no text takes long', () => {
  for (const text of [
    'a'.repeat(100_000),
    `a@${'b-'.repeat(50_000)}`,
    `a@${'b.'.repeat(50_000)}!`,
    '+'.repeat(100_000)
  ])
    for (const { matches } of Object.values(formats)) {
      const begun = performance.now()
      matches(text)
      assert.ok(performance.now() - begun < 1_000)
    }
})

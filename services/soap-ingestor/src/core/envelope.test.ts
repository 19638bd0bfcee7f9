import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { objectionTo } from './envelope.ts'

const envelope = (body: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Body>${body}</s:Body></s:Envelope>`

test('an ordinary message passes, whatever its texts say', () => {
  const texts = [
    'a &lt; b',
    'id="__proto__"',
    'x = 1 > 0',
    '<![CDATA[<!DOCTYPE x [<a><b id="1">]]>',
    '<!-- <a> -->',
    `it's "so"`
  ]
  for (const text of texts)
    assert.equal(objectionTo(envelope(`<sale a="1>0" b='"'><city>${text}</city><nil/></sale>`.repeat(500))), null, text)
})

const refused: [RegExp, string][] = [
  [/document type/, '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'],
  [/document type/, `<?xml version="1.0"?>\n<!-- x --><!doctype x [<!ENTITY a "b">]>${envelope('&a;')}`],
  [/nested deeper/, '<a>'.repeat(5_000_000)],
  [/nested deeper/, `<a b=">">`.repeat(101)],
  [/id and href/, envelope('<a id="__proto__"><b>1</b></a>')],
  [/id and href/, envelope(`<a b=">" id='&#95;_proto__'/>`)],
  [/id and href/, envelope('<a b="1"href="#x"/>')],
  [/more than 500000 elements/, '<a/>'.repeat(500_001)],
  [/holds a document/, envelope('<city><![CDATA[<?xml version="1.0"?><a id="__proto__"/>]]></city>')],
  [/does not end/, envelope('<a b="1>')],
  [/does not end/, envelope('<!-- ')],
  [/does not end/, '<a']
]

for (const [reason, xml] of refused) {
  test(`${xml.slice(0, 60).replaceAll('\n', ' ')} is refused`, () => {
    assert.match(String(objectionTo(xml)), reason)
  })
}

test('any text is looked through in time that grows with its length only', () => {
  const pieces = fc.array(
    fc.constantFrom('<', '>', '"', "'", '=', ' id=', '<!--', '-->', '<![CDATA[', ']]>', '<?', 'a', '/', '<a '),
    { maxLength: 200 }
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      const xml = parts.join('').repeat(50)
      assert.ok(objectionTo(xml) === null || typeof objectionTo(xml) === 'string')
    })
  )
  for (const piece of ['<', '<a b="', '<a b="1" ', '<!--', '=<', '<a b=\'">"<']) {
    const started = performance.now()
    objectionTo(piece.repeat(4_000_000 / piece.length))
    assert.ok(performance.now() - started < 2_000, piece)
  }
})

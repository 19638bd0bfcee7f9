const DEEPEST_NESTING = 100
/** Three times what a page of 10,000 sales has. */
const MOST_ELEMENTS = 500_000
const [SLASH, BANG, QUESTION_MARK] = [0x2f, 0x21, 0x3f]
/** From the first attribute of a start tag to its end; attribute values may hold any character but their quote. */
const ATTRIBUTES = /[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*>/y
const ENCODED_REFERENCE = /[\s"'](?:id|href)\s*=/

/**
 * Why the text of an answer must not reach the SOAP library, or null. In one pass, without building anything, it finds
 * what would cost memory without bound, or has no place in a document/literal message:
 * a document type declaration (SOAP 1.1, section 3, forbids it; entities are declared there), deep nesting, and the `id` and
 * `href` of SOAP encoding (the library resolves them in an object of its own that has a prototype).
 */
export function objectionTo(xml: string): string | null {
  let depth = 0
  let elements = 0
  let equals = 0
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const kind = xml.charCodeAt(at + 1)
    if (kind === BANG || kind === QUESTION_MARK) {
      const end = endOfMarkup(xml, at)
      if (typeof end === 'string') return end
      at = end
      continue
    }
    let end = xml.indexOf('>', at)
    if (equals < at) equals = indexOrInfinity(xml.indexOf('=', at))
    if (equals < end) {
      end = endOfTag(xml, at)
      if (end !== -1 && ENCODED_REFERENCE.test(xml.slice(at, end))) return 'it refers to elements by id and href'
    }
    if (end === -1) return 'a tag does not end'
    if (kind !== SLASH && ++elements > MOST_ELEMENTS) return `it has more than ${MOST_ELEMENTS} elements`
    if (kind === SLASH) depth--
    else if (xml.charCodeAt(end - 1) !== SLASH && ++depth > DEEPEST_NESTING)
      return `it is nested deeper than ${DEEPEST_NESTING} elements`
    at = end
  }
  return null
}

/** The end of a comment, a CDATA section or a processing instruction, or what is wrong with it. */
function endOfMarkup(xml: string, at: number): number | string {
  const terminator = xml.startsWith('<!--', at)
    ? '-->'
    : xml.startsWith('<![CDATA[', at)
      ? ']]>'
      : xml[at + 1] === '?'
        ? '?>'
        : null
  if (terminator === null) return 'it declares a document type'
  const end = xml.indexOf(terminator, at)
  if (end === -1) return 'a comment, CDATA section or instruction does not end'
  // The library would parse it as a message of its own.
  if (terminator === ']]>' && xml.slice(at, end).includes('<?xml')) return 'a CDATA section holds a document'
  return end
}

function endOfTag(xml: string, at: number): number {
  ATTRIBUTES.lastIndex = at
  return ATTRIBUTES.test(xml) ? ATTRIBUTES.lastIndex - 1 : -1
}

const indexOrInfinity = (index: number): number => (index === -1 ? Infinity : index)

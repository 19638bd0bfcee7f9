/** How many bytes at the end of a chunk of UTF-8 begin a character that goes on in the next chunk: 0 to 3. */
export function incompleteTail(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back] ?? 0
    const isContinuation = (byte & 0b1100_0000) === 0b1000_0000
    if (!isContinuation) return back < characterLength(byte) ? back : 0
  }
  return 0
}

function characterLength(leading: number): number {
  if (leading >= 0b1111_0000) return 4
  if (leading >= 0b1110_0000) return 3
  return leading >= 0b1100_0000 ? 2 : 1
}

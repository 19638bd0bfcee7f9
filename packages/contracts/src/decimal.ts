/** A decimal written as text, in its smallest units; undefined where it is none or has more digits behind the point than `scale`. */
export function unitsOf(text: string, scale: number): bigint | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/u.exec(text) ?? []
  if (whole === '' || fraction.length > scale) return undefined
  const units = BigInt(whole + fraction.padEnd(scale, '0'))
  return sign === '-' ? -units : units
}

import { styleText } from 'node:util'

/** Colours only where somebody sees them: on a terminal, unless NO_COLOR is set. */
export const style = {
  heading: (text: string) => styleText('bold', text),
  good: (text: string) => styleText('green', text),
  bad: (text: string) => styleText('red', text),
  faint: (text: string) => styleText('dim', text)
}

/** An exact amount with its thousands grouped: 1,082,551.44 */
export function grouped(amount: string): string {
  const [whole = '', fraction] = amount.split('.')
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? groups : `${groups}.${fraction}`
}

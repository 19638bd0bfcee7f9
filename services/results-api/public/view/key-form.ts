import { storeKey } from '../data/key.ts'
import { h } from './dom.ts'

/** Asks for the key that the API wants. */
export function keyForm(given: () => void): HTMLElement {
  const input = h('input', { type: 'password', name: 'key', required: '', autocomplete: 'off' })
  const field = h('label', { class: 'field' }, h('span', {}, 'Key or token'), input)
  const form = h(
    'form',
    { class: 'panel key-form' },
    h('h1', {}, 'The figures need a key'),
    field,
    h('button', {}, 'Open')
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    storeKey(input.value.trim())
    given()
  })
  return form
}

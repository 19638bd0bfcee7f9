import { h } from './dom.ts'
import { storedKey, storeKey } from './key.ts'

/** Asks for the key that the API wants; says so if it is asked for again. */
export function keyForm(title: string, given: () => void): HTMLElement {
  const input = h('input', { type: 'password', name: 'key', required: '', autocomplete: 'off' })
  const submit = h('button', {}, 'Open')
  const form = h(
    'form',
    { class: 'panel key-form' },
    h('h1', {}, title),
    storedKey() === null ? null : h('p', { role: 'alert' }, 'This one is not accepted.'),
    h('label', { class: 'field' }, h('span', {}, 'Key or token'), input),
    submit
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    storeKey(input.value.trim())
    // Until the answer is here, which may bring a form of its own.
    input.disabled = submit.disabled = true
    given()
  })
  return form
}

import { check, notificationOf, register, type Form, type Notification, type Problem } from './api.ts'

const form = element('form', HTMLFormElement)
const statusBox = element('status', HTMLElement)
const answer = element('answer', HTMLElement)
const inputs = [...form.querySelectorAll('input')]
/** Fields that somebody has left once: before that, nothing in them is wrong yet. */
const touched = new Set<string>()
/** Made up once: a registration that is sent again, or mended, is the same one. */
const id = /^\/status\/([\da-f-]{36})$/.exec(location.pathname)?.[1] ?? crypto.randomUUID()
let checks = 0

function element<T extends HTMLElement>(name: string, type: new () => T): T {
  const found = document.getElementById(name)
  if (found instanceof type) return found
  throw new Error(`there is no ${name} in the page`)
}

function filled(): Form {
  return Object.fromEntries(inputs.map(({ name, value }) => [name, value]))
}

function show(problems: readonly Problem[]): void {
  for (const input of inputs) {
    const mine = touched.has(input.name) ? problems.filter(({ field }) => field === input.name) : []
    const text = mine.map(({ message, remedy }) => [capitalised(message), remedy].filter(Boolean).join('. '))
    element(`${input.name}-problem`, HTMLOutputElement).value = text.join(' ')
    input.setAttribute('aria-invalid', String(mine.some(({ refused }) => refused)))
    input.setAttribute('aria-describedby', `${input.name}-problem`)
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The answer to the latest question counts, whichever comes last. */
async function checkAll(): Promise<void> {
  const mine = ++checks
  const problems = await check(filled()).catch(() => [])
  if (mine === checks) show(problems)
}

async function submit(): Promise<void> {
  for (const { name } of inputs) touched.add(name)
  checks++
  answer.textContent = ''
  const taken = await register(id, filled()).catch(() => ({
    detail: 'The portal cannot be reached. Try again.',
    problems: []
  }))
  if ('receivedAt' in taken) {
    history.replaceState(null, '', `/status/${id}`)
    await follow(taken.receivedAt - 1)
    return
  }
  show(taken.problems)
  answer.textContent = taken.detail
  form.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus()
}

async function follow(since: number): Promise<void> {
  form.hidden = true
  statusBox.hidden = false
  tell('received', 'Your registration has arrived and is being checked.')
  try {
    showNotification(await notificationOf(id, since))
  } catch {
    tell('unknown', 'What came of it cannot be said now. Load this page again in a while.')
  }
}

function showNotification({ template, parameters }: Notification): void {
  if (template === 'registration-accepted') {
    tell('accepted', 'You are registered. Thank you.')
    return
  }
  const list = document.createElement('ul')
  for (const [field, message] of Object.entries(parameters)) {
    const item = document.createElement('li')
    const label = form.querySelector(`label[for="${CSS.escape(field)}"]`)?.textContent ?? field
    item.textContent = `${label}: ${message}`
    list.append(item)
  }
  tell('set-aside', 'Your registration has been set aside, for this reason:', list)
  touched.clear()
  form.hidden = false
}

function tell(state: string, text: string, ...more: readonly HTMLElement[]): void {
  const line = document.createElement('p')
  line.textContent = text
  statusBox.dataset['state'] = state
  statusBox.replaceChildren(line, ...more)
}

for (const input of inputs) {
  input.addEventListener('change', () => {
    touched.add(input.name)
    void checkAll()
  })
  input.addEventListener('input', () => {
    if (touched.has(input.name)) void checkAll()
  })
}
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void submit()
})
if (location.pathname === '/') form.hidden = false
else void follow(0)

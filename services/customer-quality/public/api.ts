/** What is wrong with a field; refused: the registration is not taken as long as this is so. */
export interface Problem {
  readonly field: string
  readonly message: string
  readonly remedy: string | null
  readonly refused: boolean
}

export interface Notification {
  readonly template: string
  readonly parameters: Readonly<Record<string, string>>
}

export type Form = Readonly<Record<string, string>>

export async function check(form: Form): Promise<readonly Problem[]> {
  const { problems } = (await (await send('POST', 'check', form)).json()) as { problems: readonly Problem[] }
  return problems
}

/** `problems`: it was not taken; `detail`: why not, if it was for another reason. */
export type Taken = { readonly receivedAt: number } | { readonly detail: string; readonly problems: readonly Problem[] }

export async function register(id: string, form: Form): Promise<Taken> {
  const answer = (await (await send('PUT', id, form)).json()) as {
    state?: string
    received_at: number
    detail: string
    problems?: readonly Problem[]
  }
  if (answer.state === 'received') return { receivedAt: answer.received_at }
  return { detail: answer.detail, problems: answer.problems ?? [] }
}

/** The notification, as soon as there is one. */
export async function notificationOf(id: string, since: number): Promise<Notification> {
  for (;;) {
    const response = await fetch(`/api/v1/registrations/${id}?wait=20&since=${since}`)
    if (!response.ok) throw new Error(`the portal answers ${response.status}`)
    const { notification } = (await response.json()) as { notification?: Notification }
    if (notification !== undefined) return notification
  }
}

function send(method: string, path: string, form: Form): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`/api/v1/registrations/${path}`, { method, headers, body: JSON.stringify(form) })
}

export type Child = Node | string | null

/** An element with attributes and children; texts stay texts, whatever is in them. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** A name from the data: it may be written in either direction. */
export function bdi(text: string): HTMLElement {
  return h('bdi', {}, text)
}

/** A technical name, which may be broken after its dots and slashes. */
export function breakable(text: string): HTMLElement {
  const parts = text.split(/(?<=[./])/)
  return h('bdi', {}, ...parts.flatMap((part, i) => (i === 0 ? [part] : [h('wbr'), part])))
}

/** Text for those who do not see what it stands for. */
export function hidden(text: string): HTMLElement {
  return h('span', { class: 'visually-hidden' }, text)
}

export function button(
  text: string,
  press: () => void,
  attributes: Readonly<Record<string, string>> = {}
): HTMLElement {
  const element = h('button', { type: 'button', ...attributes }, text)
  element.addEventListener('click', press)
  return element
}

/** Names and their values. */
export function facts(entries: readonly (readonly [name: Child, value: Child])[]): HTMLElement {
  const told = entries.filter(([, value]) => value !== null)
  return h('dl', {}, ...told.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))
}

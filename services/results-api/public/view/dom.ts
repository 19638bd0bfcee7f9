type Child = Node | string | null

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

/** A figure, or other text that is only for the eyes of those who see. */
export function hidden(text: string): HTMLElement {
  return h('span', { class: 'visually-hidden' }, text)
}

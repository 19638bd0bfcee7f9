const NAME = 'api-key'

/** The key that the reader has given; it lives as long as the tab. */
export function storedKey(): string | null {
  return sessionStorage.getItem(NAME)
}

export function storeKey(key: string): void {
  sessionStorage.setItem(NAME, key)
}

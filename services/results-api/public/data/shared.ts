/** The same question of several at once is asked once. */
export function shared<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let asked: Promise<Answer> | undefined
  const forget = (): void => {
    asked = undefined
  }
  return () => {
    if (asked !== undefined) return asked
    asked = ask()
    asked.then(forget, forget)
    return asked
  }
}

/** Told what each part of the stack is doing. */
export type Progress = (part: string, news: string) => void

/** A line each, such as `kafka      ready in 1.4 s   127.0.0.1:19092`. */
export const printedProgress: Progress = (part, news) => {
  console.log(`${part.padEnd(10)} ${news}`)
}

export const noProgress: Progress = () => undefined

/** Reports a step that takes time: when it begins, and how long it took. */
export async function timed<T>(
  progress: Progress,
  part: string,
  step: { begin: string; end: string; detail?: string },
  work: () => Promise<T>
): Promise<T> {
  const began = performance.now()
  progress(part, `${step.begin} …`)
  const result = await work()
  progress(part, `${step.end} in ${((performance.now() - began) / 1000).toFixed(1)} s   ${step.detail ?? ''}`.trimEnd())
  return result
}

import { withSpan } from '@sales-pipeline/observability'
import { contentOf, nextStep, type Situation, type Step } from './core/lifecycle.ts'
import type { InboxFile } from './ports.ts'
import { Reading, type End, type Inspected } from './reading.ts'
import type { World } from './world.ts'

/**
 * Takes a file as far as it goes: one step after the other, each decided afresh from what is durable (core/lifecycle.ts).
 * Whatever stops it in between, a crash included, calling it again goes on.
 * @param settled whether the file may be read; if not, only what was begun earlier is brought to its end
 */
export async function advance(name: string, settled: boolean, world: World, signal: AbortSignal): Promise<void> {
  let mayRead = settled
  let goesOn = true
  while (goesOn && !signal.aborted) {
    await using file = await world.folder.open(name)
    const inspected = file && (await inspect(file))
    const step = nextStep(await situationOf(name, inspected, world))
    if (step.step !== 'read') goesOn = await perform(name, step, world)
    else if (!mayRead || file === undefined || inspected === undefined) return
    // A file that changed has to settle again; one that left has something to be tidied up.
    else mayRead = (await read(name, file, inspected, step, world, signal)) === 'concluded'
  }
}

async function inspect(file: InboxFile): Promise<Inspected> {
  const { hash, defect } = await file.inspect()
  return { content: contentOf({ ...file, hash }), defect }
}

async function situationOf(name: string, inspected: Inspected | undefined, world: World): Promise<Situation> {
  const progress = world.progress.get(name)
  return {
    progress,
    inbox: inspected?.content,
    reportBytes: await world.folder.reportLength(name),
    target: await targetOf(progress, world)
  }
}

async function targetOf(progress: Situation['progress'], { folder }: World): Promise<Situation['target']> {
  if (progress === undefined || progress.status === 'reading') return 'nothing'
  const stat = await folder.finished(progress.status, progress.target)
  if (stat === undefined) return 'nothing'
  return stat.size === progress.size && stat.mtimeNs === progress.mtimeNs ? 'this file' : 'another file'
}

async function read(
  name: string,
  file: InboxFile,
  { content, defect }: Inspected,
  { after }: Extract<Step, { step: 'read' }>,
  world: World,
  signal: AbortSignal
): Promise<End> {
  const attributes = { 'file.name': name, 'file.size': file.size, 'file.after_record': after.records }
  const end = await withSpan('read file', { attributes }, async (span) => {
    world.observer.started(name, after, content)
    await using report = await world.folder.openReport(name, after.reportBytes)
    const ended = await new Reading(world, name, file, content, after, report).run(defect, signal)
    span.setAttribute('file.end', ended)
    return ended
  })
  if (end === 'changed') world.observer.changed(name)
  return end
}

/** @returns whether there is a next step at once */
async function perform(name: string, step: Step, { folder, progress, observer }: World): Promise<boolean> {
  const known = progress.get(name)
  switch (step.step) {
    case 'move':
      await folder.move(name, step.outcome, step.target)
      if (known !== undefined) observer.finished(name, step.outcome, step.target, known)
      return true
    case 'retarget':
      if (known === undefined || known.status === 'reading') return false
      await progress.save(name, { ...known, target: await folder.freeName(known.status, name, known.hash) })
      return true
    case 'put back':
      await folder.putBack(step.outcome, step.target)
      observer.changed(name)
      return true
    case 'forget':
      await folder.removeReport(name)
      await progress.remove(name)
      if (known?.status === 'reading') observer.withdrawn(name)
      return false
    case 'read':
    case 'rest':
      return false
  }
}

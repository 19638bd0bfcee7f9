/** What an image holds, seen from inside. */
export interface View {
  /** Every folder under /app that has a package.json: `packages/kafka`, `node_modules/zod`. */
  readonly folders: readonly string[]
  /** TypeScript and tests that came along. */
  readonly sources: readonly string[]
  /** uid:gid */
  readonly user: string
  /** Of a few telling paths, those that the user may write to. */
  readonly writable: readonly string[]
}

/** What is wrong with an image that should hold the workspaces, and of `needed` what exists for its platform, and nothing else. */
export function problemsOf(
  view: View,
  { workspaces, needed }: { workspaces: readonly string[]; needed: ReadonlySet<string> }
): string[] {
  const folders = new Set(view.folders)
  return [
    ...view.folders.filter((folder) => !needed.has(folder)).map((folder) => `${folder} is not needed`),
    ...workspaces.filter((folder) => !folders.has(folder)).map((folder) => `${folder} is missing`),
    ...view.sources.map((file) => `${file} is not compiled`),
    ...(view.user === '1000:1000' ? [] : [`it runs as ${view.user}, not as 1000:1000`]),
    ...view.writable.filter((path) => path !== '/var/lib/sales-pipeline').map((path) => `its user may write ${path}`)
  ]
}

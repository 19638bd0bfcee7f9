import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LOCAL_FOLDER } from '@sales-pipeline/stack'
import manifest from '../../package.json' with { type: 'json' }

/** How the browser of the tests is started. */
export interface ChromiumOnDisk {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

const FOLDER = join(LOCAL_FOLDER, 'cache', `chromium-${manifest.dependencies['@sparticuz/chromium']}`)

/** Only the fonts that come with it: pages look the same on every machine. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${FOLDER}/fonts</dir><cachedir>${FOLDER}/fonts-cache</cachedir></fontconfig>
`

/**
 * A real Chromium: the one that CHROMIUM names, or the one among the dependencies, which brings its libraries and fonts with
 * it, so that the tests need nothing from the system.
 */
export async function chromiumOnDisk(): Promise<ChromiumOnDisk> {
  const own = process.env['CHROMIUM']
  if (own !== undefined) return { executablePath: own, env: {} }
  if (!existsSync(FOLDER)) await unpack()
  const env = { LD_LIBRARY_PATH: join(FOLDER, 'al2023/lib'), FONTCONFIG_PATH: join(FOLDER, 'fonts') }
  return { executablePath: join(FOLDER, 'chromium'), env }
}

/** Beside the place where it belongs, then moved there whole: test files run side by side. */
async function unpack(): Promise<void> {
  await mkdir(join(LOCAL_FOLDER, 'cache'), { recursive: true })
  const making = await mkdtemp(`${FOLDER}-`)
  try {
    await unpackInto(making)
    await writeFile(join(making, 'fonts/fonts.conf'), FONTS)
    await rename(making, FOLDER)
  } catch (error) {
    if (!existsSync(FOLDER)) throw error
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** The package unpacks into the folder of temporary files, and its libraries only where it believes to be on Amazon's Linux. */
async function unpackInto(folder: string): Promise<void> {
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' }
  const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
  const options = { cwd: import.meta.dirname, env }
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], options)
}

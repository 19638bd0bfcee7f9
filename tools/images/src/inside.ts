import { accessSync, constants, globSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'

// Runs inside an image, given to its Node on stdin, and prints a View (contents.ts) as JSON.
const folders = globSync(['*/*/package.json', '**/node_modules/*/package.json', '**/node_modules/@*/*/package.json'], {
  cwd: '/app',
  followSymlinks: false
})
const writable = ['/app', '/app/main.js', '/usr/local/bin/node', '/etc', '/var/lib/sales-pipeline'].filter((path) => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
})
const view = {
  folders: folders.map((file) => dirname(file)),
  sources: globSync(['{packages,services,examples}/*/{src,test}/**/*.{ts,test.js}'], { cwd: '/app' }),
  user: `${process.getuid?.()}:${process.getgid?.()}`,
  writable
}
process.stdout.write(JSON.stringify(view))

/** By this first line a generated workflow is known. */
export const GENERATED = '# Generated from the package.json files by `make gen`. Do not edit.'

/** What every image is made of, and every service tested by, besides its packages. */
const SHARED = [
  '.dockerignore',
  '.npmrc',
  'Dockerfile',
  'package-lock.json',
  'tools/images/**',
  'tsconfig*.json',
  '.github/actions/**',
  '.github/workflows/service.yml'
]

/** The server that a service with this dependency is tested with; the local stack has only a stand-in for it. */
const MONGODB = 'mongo:8.0'

/**
 * The workflow that calls service.yml for the service in `folder`, whenever something in one of `folders` changes.
 * @param libraries the npm packages that it is built with
 */
export function renderCaller(folder: string, folders: readonly string[], libraries: readonly string[] = []): string {
  const name = serviceOf(folder)
  const paths = [...folders.map((each) => `${each}/**`), ...SHARED, `.github/workflows/${name}.yml`]
  const list = paths.map((path) => `      - '${path}'`).join('\n')
  return `${GENERATED}
name: ${name}

on:
  pull_request:
    paths:
${list}
  push:
    branches: [main]
    tags: ['${name}-v*'] # a tag is never held back by the paths
    paths:
${list}

permissions: {}

concurrency:
  group: ${name}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  service:
    uses: ./.github/workflows/service.yml
    permissions:
      contents: read
      packages: write # to publish, after a push only
    with:
      folder: ${folder}
${libraries.includes('mongodb') ? `      mongodb: ${MONGODB}\n` : ''}`
}

export function serviceOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1)
}

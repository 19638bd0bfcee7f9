import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Postgres refuses to run as root. The account it runs under instead; undefined where we are not root and ours will do. */
export function unprivilegedAccount(): Account | undefined {
  return process.getuid?.() === 0 ? accountOf(readFileSync('/etc/passwd', 'utf8'), 'nobody') : undefined
}

/** The account of a name in the text of /etc/passwd (passwd(5)). */
export function accountOf(passwd: string, name: string): Account {
  for (const line of passwd.split('\n')) {
    const [user, , uid, gid] = line.split(':')
    if (user === name) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    `There is no account "${name}" in /etc/passwd. Create it (useradd ${name}), or do not run the stack as root.`
  )
}

/** How setpriv is told to run a command under the account. */
export function identityFlags(account: Account): readonly string[] {
  return ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups']
}

/** Runs a command under the account, to its end, and says whether it succeeded. */
export function succeedsAs(account: Account, command: string, ...args: readonly string[]): boolean {
  return spawnSync('setpriv', [...identityFlags(account), command, ...args], { stdio: 'ignore', cwd: '/' }).status === 0
}

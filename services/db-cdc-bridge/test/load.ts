import pg from 'pg'

/** Writers that change the source until they are stopped; every transaction is valid, and many touch the same rows. */
export class Load implements AsyncDisposable {
  readonly #clients: pg.Client[] = []
  readonly #writers: Promise<void>[] = []
  #stopped = false
  #transactions = 0

  static async start(url: string, writers: number): Promise<Load> {
    const load = new Load()
    for (let writer = 0; writer < writers; writer++) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      load.#clients.push(client)
      load.#writers.push(load.#write(client, writer))
    }
    return load
  }

  get transactions(): number {
    return this.#transactions
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#writers)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await Promise.all(this.#clients.map((client) => client.end()))
  }

  async #write(client: pg.Client, writer: number): Promise<void> {
    for (let turn = 0; !this.#stopped; turn++) {
      const statements = STATEMENTS[(turn * 7 + writer * 3) % STATEMENTS.length] ?? []
      try {
        await client.query(['BEGIN', ...statements, 'COMMIT'].join(';').replaceAll(':n', `${writer * 1e6 + turn}`))
        this.#transactions += 1
      } catch (error) {
        // Two writers met: Postgres has chosen the one that goes on.
        if (!(error instanceof pg.DatabaseError) || !['40P01', '23505'].includes(error.code ?? '')) throw error
        await client.query('ROLLBACK')
      }
    }
  }
}

const PICK = (count: number) => `(SELECT sale_id FROM sale ORDER BY md5(sale_id || :n) LIMIT ${count})`
const ANY_MAN = `(SELECT salesman_id FROM salesman ORDER BY md5(salesman_id || :n) LIMIT 1)`
const ANY_CITY = `(SELECT city_id FROM city ORDER BY md5(city_id::text || :n) LIMIT 1)`

const STATEMENTS: readonly (readonly string[])[] = [
  [
    `INSERT INTO sale SELECT 'n:n ' || g, ${ANY_MAN}, ${ANY_CITY}, 'Product :n', g, 'USD', now() FROM generate_series(1, 5) AS g`
  ],
  [`UPDATE sale SET amount = amount + 1 WHERE sale_id IN ${PICK(5)}`],
  [`UPDATE salesman SET name = 'Name :n' WHERE salesman_id = ${ANY_MAN}`],
  [`UPDATE sale SET salesman_id = ${ANY_MAN}, city_id = ${ANY_CITY} WHERE sale_id IN ${PICK(3)}`],
  [`DELETE FROM sale WHERE sale_id IN ${PICK(2)}`],
  [`UPDATE city SET name = 'City :n' WHERE city_id = ${ANY_CITY}`],
  [
    `UPDATE sale SET product = 'Edited :n' WHERE sale_id IN ${PICK(2)}`,
    `UPDATE salesman SET name = 'Both :n' WHERE salesman_id = ${ANY_MAN}`
  ],
  [`UPDATE sale SET sale_id = 'k:n' WHERE sale_id = ${PICK(1)}`]
]

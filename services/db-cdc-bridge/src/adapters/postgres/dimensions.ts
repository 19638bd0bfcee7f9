import { noDimensions, type Dimensions } from '../../core/dimensions.ts'
import type { Connection } from './connection.ts'
import { tableName } from './names.ts'

/** Reads all salesmen and cities. */
export async function loadDimensions(sql: Connection, schema: string): Promise<Dimensions> {
  const dimensions = noDimensions()
  const salesmen = await sql.rows(`SELECT salesman_id, name FROM ${tableName(sql, schema, 'salesman')}`)
  for (const [id, name = null] of salesmen) dimensions.salesman.set(id ?? '', { name })
  const cities = await sql.rows(`SELECT city_id, name, region, country FROM ${tableName(sql, schema, 'city')}`)
  for (const [id, name = null, region = null, country = null] of cities) {
    dimensions.city.set(id ?? '', { name, region, country })
  }
  return dimensions
}

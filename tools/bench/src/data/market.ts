/** Where sales are made, and by whom: 20 countries, each with 25 cities, 10 salesmen and one currency. */
export const COUNTRIES = 20
export const CITIES = 500
export const SALESMEN = 200

export interface City {
  readonly name: string
  readonly region: string
  readonly country: string
  readonly currency: string
}

export const CITY_OF: readonly City[] = Array.from({ length: CITIES }, (_, city) => {
  const country = city % COUNTRIES
  return {
    name: `City ${city}`,
    region: city % 3 === 0 ? `Region ${city % 7}` : '',
    country: `Country ${country}`,
    currency: country % 4 === 0 ? 'EUR' : 'USD'
  }
})

/** A salesman works in one country: that of the cities whose number leaves the same rest. */
export function salesmanOf(city: number, choice: number): { id: string; name: string } {
  const number = (city % COUNTRIES) + COUNTRIES * (choice % (SALESMEN / COUNTRIES))
  return { id: `m${number}`, name: `Salesman ${number}` }
}

import type { IncomingHttpHeaders } from 'node:http'

import * as soap from 'soap'

import type { Ledger } from './ledger.ts'
import { BadRequest, operations, type Message, type Operation } from './operations.ts'

/** Answers one SOAP request; `change` is given the answer of ListChangedSales before it is sent. */
type Answer = (
  xml: string,
  headers: IncomingHttpHeaders,
  change?: (page: Message) => Message
) => Promise<soap.IServerlessResponse>

const asText = (text: string): string => text

/** The operations on `ledger`, behind the WSDL `xml` whose service address has the path `path`. */
export async function soapAnswers(xml: string, path: string, ledger: Ledger): Promise<Answer> {
  const { ListChangedSales, PutSales, DeleteSales } = operations(ledger, () => Date.now())
  let changePage: ((page: Message) => Message) | undefined
  const port = {
    ListChangedSales: faulting((request) => {
      const page = ListChangedSales(request)
      return changePage?.(page) ?? page
    }),
    PutSales: faulting(PutSales),
    DeleteSales: faulting(DeleteSales)
  }
  // The library reads decimals into floats unless it is told to leave every simple type as its text.
  const customDeserializer = { decimal: asText, dateTime: asText, int: asText }
  const options = {
    path,
    xml,
    services: { Sales: { SalesPort: port } },
    suppressStack: true,
    returnFault: true,
    customDeserializer
  }
  const server = await soap.createServerless(options)
  return (body, { soapaction = '', 'content-type': type = 'text/xml; charset=utf-8' }, change) => {
    // The library runs the operation before it returns, so no other request comes between.
    changePage = change
    return server.processRequest(body, { url: path, headers: { soapaction, 'content-type': type } })
  }
}

function faulting(operation: Operation): (request: Message | null) => Message {
  return (request) => {
    try {
      return operation(request ?? {})
    } catch (error) {
      throw error instanceof BadRequest ? faultOf(error) : error
    }
  }
}

function faultOf({ field, message }: BadRequest): { Fault: soap.ISoapFault11 } {
  const detail = { BadRequest: { field, problem: message } } as unknown as string
  return { Fault: { faultcode: 'soap:Client', faultstring: `${field} ${message}`, detail, statusCode: 500 } }
}

interface SwaggerUi {
  readonly SwaggerUIBundle: (options: {
    readonly url: string
    readonly dom_id: string
    readonly validatorUrl: null
  }) => void
}

const { SwaggerUIBundle } = window as unknown as SwaggerUi
// By default it sends the document's address to a validator on another host.
SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', validatorUrl: null })

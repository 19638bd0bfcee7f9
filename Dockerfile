# One image for each service:  docker build --build-arg SERVICE=results-api .
#
# A service's image holds its compiled code, the packages of this repository that it is made of, their dependencies from npm, and
# nothing else. `make images` builds all of them and looks inside. What differs between services is at the end.

ARG NODE_IMAGE=node:24-bookworm-slim
ARG SERVICE

FROM ${NODE_IMAGE} AS node

# What npm reads, alone: as long as none of it changes, the layers of `npm ci` below are kept.
FROM node AS manifests
WORKDIR /source
COPY . .
RUN mkdir /manifests \
 && cp package-lock.json .npmrc /manifests \
 && find . -name package.json -exec cp --parents -t /manifests {} +

# Once for all services. Install scripts stay off: all that is native here comes prebuilt.
FROM node AS compiled
WORKDIR /source
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node_modules/.bin/tsc --project tsconfig.build.json --outDir /compiled \
 && node_modules/.bin/tsc --project packages/page-kit/public/tsconfig.build.json --outDir /compiled/packages/page-kit/public \
 && node_modules/.bin/tsc --project services/results-api/public/tsconfig.build.json --outDir /compiled/services/results-api/public \
 && node_modules/.bin/tsc --project services/customer-quality/public/tsconfig.build.json --outDir /compiled/services/customer-quality/public

FROM compiled AS assembled
ARG SERVICE
RUN node tools/images/src/assemble.ts "$SERVICE" /compiled /assembled

# Typings, source maps and documents of dependencies are most of their size, and nothing reads them.
FROM node AS dependencies
WORKDIR /app
COPY --from=assembled /assembled/manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev \
 && find . -path '*/node_modules/*' -type f \( -name '*.map' -o -name '*.ts' -o -name '*.[cm]ts' -o -name '*.md' \) -delete \
 && rm package-lock.json

# npm and yarn are not needed to run, and attract attention.
FROM node AS runtime
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
 && install --directory --owner=1000 --group=1000 /var/lib/sales-pipeline /var/lib/sales-pipeline/state /var/lib/sales-pipeline/inbox
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=assembled /assembled/program ./
ENV NODE_ENV=production
USER 1000:1000
# V8 sizes its heap by the machine; these bounds (SERVICE_NODE_FLAGS of tools/stack) keep a service below 300 MB.
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=8", "--max-old-space-size=192", "/app/main.js"]

# Says whether the process should be restarted. Whether it is ready (/readyz) is another question: an outage of Kafka is no reason.
FROM runtime AS service
ENV OPS_HOST=0.0.0.0 OPS_PORT=9464
EXPOSE 9464
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.OPS_PORT + '/healthz').then(({ ok, status }) => { if (!ok) throw status })"]

FROM service AS aggregator
ENV STATE_DIR=/var/lib/sales-pipeline/state

FROM compiled AS demo-data
RUN node tools/demo/src/main.ts partner-data /demo-data && cp examples/steelwheels/NOTICE examples/steelwheels/LICENSE /demo-data

FROM service AS db-cdc-bridge
LABEL org.opencontainers.image.description="Log-based change data capture from Postgres into Kafka"

FROM service AS file-ingestor
LABEL org.opencontainers.image.description="Sales from CSV and JSON files into Kafka"
ENV INBOX_DIR=/var/lib/sales-pipeline/inbox

FROM service AS soap-ingestor
LABEL org.opencontainers.image.description="Sales from a SOAP service into Kafka"

FROM aggregator AS city-aggregator
LABEL org.opencontainers.image.description="Top sales per city, computed continuously"

FROM aggregator AS salesman-aggregator
LABEL org.opencontainers.image.description="Top salesmen, computed continuously"

FROM service AS results-api
LABEL org.opencontainers.image.description="The results store and its REST API"
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080
EXPOSE 8080

# ROLE says which of its roles a container plays.
FROM service AS customer-quality
LABEL org.opencontainers.image.description="Customers: registered, assessed against rules, kept for their consumers"
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8090
EXPOSE 8090

FROM runtime AS partner-service
LABEL org.opencontainers.image.description="The demo partner: a real SOAP service with its WSDL"
COPY --from=demo-data /demo-data ./demo-data/
ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/sales?wsdl').then(({ ok, status }) => { if (!ok) throw status })"]

FROM ${SERVICE}
ARG SERVICE
ARG VERSION
ARG REVISION
ARG CREATED
ARG SOURCE
LABEL org.opencontainers.image.title=${SERVICE} \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.created=${CREATED} \
      org.opencontainers.image.source=${SOURCE} \
      org.opencontainers.image.licenses=Apache-2.0

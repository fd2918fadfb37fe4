# Serves the output of `npm run docs`, for the `docs` profile of docker-compose.yml.
# The base image is a build argument, as in the service's Dockerfile.
ARG NODE_IMAGE=pinned-node

FROM docker.io/library/node:26.10.0-trixie@sha256:a723b54c35a76e947095a20a67d39585bb09c862e6b1adeb8a9f518f95e34fb0 AS pinned-node

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# The legacy builder reads .dockerignore instead of site.Dockerfile.dockerignore.
RUN test -e scripts/docs.ts \
  || { echo 'This image requires BuildKit: install docker-buildx, or set DOCKER_BUILDKIT=1.' >&2; exit 1; }
RUN node scripts/docs.ts

FROM docker.io/nginxinc/nginx-unprivileged:1.31.6-alpine
COPY container/site.conf /etc/nginx/conf.d/default.conf
COPY --from=build /build/site/dist /usr/share/nginx/html

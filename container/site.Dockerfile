# Serves the output of `npm run docs`, for the profile `docs` of docker-compose.yml.
ARG NODE_IMAGE=docker.io/library/node:26-trixie

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/docs.ts

FROM docker.io/nginxinc/nginx-unprivileged:1.31.6-alpine
COPY --from=build /build/site/dist /usr/share/nginx/html

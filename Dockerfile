# The image of the service: the Node binary, the program and the runtime files of its packages, on a base image without
# a shell, for amd64 and arm64. docs/guides/container.md documents how to run and pin it.

# The default base images are the two stages below. Dependabot can update their digests, because they do not depend on
# variables. To use a different base image, pass a complete image reference: `--build-arg NODE_IMAGE=node:26-trixie`.
# The stage that it replaces is then neither pulled nor built.
ARG NODE_IMAGE=pinned-node
ARG BASE_IMAGE=pinned-base

FROM docker.io/library/node:26.10.0-trixie@sha256:a723b54c35a76e947095a20a67d39585bb09c862e6b1adeb8a9f518f95e34fb0 AS pinned-node
FROM gcr.io/distroless/cc-debian13:nonroot@sha256:54df941ed0d06a1bd95ef5e0ce391fd8d9f94b64782dc9a60062727849ee3f97 AS pinned-base

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# /image contains the image's files at their final paths.
COPY container/health.c container/
RUN mkdir -p /image/usr/local/bin /image/volume/data \
  && strip --strip-all -o /image/usr/local/bin/node "$(command -v node)" \
  && cc -Os -Wall -Wextra -Werror -s -o /image/usr/local/bin/health container/health.c \
  # Node needs libatomic, which this base image lacks.
  && find /usr/lib -name 'libatomic.so.1*' -exec cp --archive --parents {} /image \; \
  # A new volume inherits its owner and mode from the mount point. OpenShift runs containers as any user, in group 0.
  && chown 65532:0 /image/volume/data && chmod 0770 /image/volume/data

COPY . .
RUN node container/assemble.ts /app \
  && node container/compile.ts /app \
  && cp --archive /app /image/app \
  # By default, the service stores the database and the development secret in ./data. The image does not set DATABASE_URL,
  # because DATABASE_URL_FILE could then not be used.
  && ln -s /data /image/app/data

FROM ${BASE_IMAGE}
COPY --from=build /image/usr /usr
COPY --from=build /image/app /app
# Copies the content of a directory. A copy of the directory itself would not keep its mode.
COPY --from=build --chown=65532:0 /image/volume /

ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=5000
WORKDIR /app
EXPOSE 5000
# A numeric user, so that Kubernetes can verify that it is not root.
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
  CMD ["/usr/local/bin/health"]
ENTRYPOINT ["/usr/local/bin/node", "--max-semi-space-size=8", "/app/src/main.js"]

# These come last, because they change with every commit. /health reports both; the version comes from package.json.
ARG VERSION=
ARG REVISION=
ENV REVISION=${REVISION}
LABEL org.opencontainers.image.title="Task Manager API" \
  org.opencontainers.image.description="A REST API for tasks with an OpenAPI file as its single source of truth" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"

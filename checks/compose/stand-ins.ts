// Builds images that replace public ones on a machine without access to their registries. They contain programs from
// this machine, and use the paths, users and ports of the public images.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { find } from '../observability/programs.ts';
import { BuildError, build, canBuild } from '../traces/go-programs.ts';
import { execute } from './project.ts';

interface StandIn {
  readonly dockerfile: string;
  /** The content of the label `stand-in`. */
  readonly label: string;
  /** The image's files by path. Each is a copy of a program on this machine, or literal text. */
  readonly files: Readonly<Record<string, { readonly program: string } | { readonly text: string }>>;
}

/** Thrown if a program, or the compiler that it requires, is not installed. The message names both. */
class MissingProgram extends Error {
  override readonly name = 'MissingProgram';
}

/** The stand-ins by the name of the image, without the tag. */
const standIns: Readonly<Record<string, () => Promise<StandIn>>> = {
  caddy: async () => ({
    label: 'Caddy without Alpine',
    files: { 'usr/bin/caddy': { program: onPath('caddy') }, 'bin/busybox': { program: onPath('busybox') } },
    dockerfile: `FROM scratch
COPY . /
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /config/caddy /data/caddy /etc/caddy /srv
ENV PATH=/usr/bin:/bin XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
WORKDIR /srv
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
`,
  }),
  'otel/opentelemetry-collector-contrib': async () => ({
    label: 'the Collector with only the components that its configuration uses',
    files: { 'otelcol-contrib': { program: await compiled('otelcol') } },
    dockerfile: `FROM scratch
COPY . /
USER 10001:10001
ENTRYPOINT ["/otelcol-contrib"]
`,
  }),
  'jaegertracing/jaeger': async () => ({
    label: 'Jaeger 1.76.0',
    files: { 'cmd/jaeger/jaeger-linux': { program: await compiled('jaeger') } },
    dockerfile: `FROM scratch
COPY . /
VOLUME ["/tmp"]
USER 10001
ENTRYPOINT ["/cmd/jaeger/jaeger-linux"]
`,
  }),
  // Loki cannot be compiled from its module. A proxy serves VictoriaLogs at Loki's port and paths.
  'grafana/loki': async () => ({
    label: 'VictoriaLogs 1.52.1',
    files: {
      'bin/busybox': { program: onPath('busybox') },
      'usr/bin/caddy': { program: onPath('caddy') },
      'usr/bin/victoria-logs': { program: await compiled('victoria-logs') },
      'etc/Caddyfile': {
        text: `{
	admin off
	auto_https off
	persist_config off
}
http://:3100 {
	rewrite /ready /health
	uri replace /otlp/ /insert/opentelemetry/
	reverse_proxy 127.0.0.1:9428
}
`,
      },
      'usr/bin/loki': {
        text: `#!/bin/sh
victoria-logs -httpListenAddr=127.0.0.1:9428 -storageDataPath=/loki/logs &
exec caddy run --config /etc/Caddyfile --adapter caddyfile
`,
      },
    },
    dockerfile: `FROM scratch
COPY . /
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /loki && chown 10001:10001 /loki && chmod 755 /usr/bin/loki
ENV PATH=/usr/bin:/bin HOME=/tmp
USER 10001
ENTRYPOINT ["/usr/bin/loki"]
`,
  }),
};

/** Builds the stand-in for an image. Returns the reason if that is not possible. */
export async function buildStandIn(engine: string, image: string): Promise<string | undefined> {
  const name = image.replace(/^docker\.io\/(?:library\/)?/, '').replace(/:[^:/]*$/, '');
  const describe = standIns[name];
  if (describe === undefined) return 'it cannot be pulled and has no stand-in';
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  try {
    const { files, dockerfile, label } = await describe();
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      if ('program' in content) copyFileSync(content.program, target);
      else writeFileSync(target, content.text);
    }
    const file = `${folder}.Dockerfile`;
    writeFileSync(file, `${dockerfile}LABEL stand-in="${label}"\n`);
    const args = ['build', '--quiet', '--network', 'none', '--tag', image, '--file', file, folder];
    const { code, stderr } = await execute(engine, args);
    rmSync(file);
    return code === 0 ? undefined : `its stand-in cannot be built: ${stderr.trim()}`;
  } catch (error) {
    if (error instanceof BuildError || error instanceof MissingProgram)
      return `its stand-in cannot be built: ${error.message}`;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function onPath(name: string): string {
  const path = find(name);
  if (path === undefined) throw new MissingProgram(`${name} is not installed`);
  return path;
}

async function compiled(name: Parameters<typeof build>[0]): Promise<string> {
  if (!canBuild(name)) throw new MissingProgram(`${name} is compiled with Go, which is not installed`);
  return await build(name);
}

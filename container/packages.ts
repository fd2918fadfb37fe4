// Finds the packages that the service needs at run time in package-lock.json. node_modules also contains development tools.

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  /** Packages by path (`node_modules/express`). The empty path is the project itself. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The sorted paths of the direct and transitive dependencies. */
export function runtimePackages({ packages }: Lock): string[] {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const { dependencies, optionalDependencies, peerDependencies } = packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = resolvePackage(packages, folder, name);
      if (needed === undefined || found.has(needed)) continue;
      found.add(needed);
      visit(needed);
    }
  };
  visit('');
  return [...found].sort();
}

/** The path to which Node resolves a package that `from` imports: in the nearest node_modules directory above it. */
function resolvePackage(packages: Lock['packages'], from: string, name: string): string | undefined {
  const steps = from.split('/node_modules/');
  for (let depth = steps.length; depth >= 0; depth -= 1) {
    const path = [...steps.slice(0, depth).filter((step) => step !== ''), name].join('/node_modules/');
    const folder = path.startsWith('node_modules/') ? path : `node_modules/${path}`;
    if (folder in packages) return folder;
  }
  return undefined;
}

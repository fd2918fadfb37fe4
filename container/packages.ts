// Which packages the service needs at run time: what package-lock.json says that the dependencies of the program lead
// to, and not what lies in node_modules, where the tools of development are too.

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  /** Folder (`node_modules/express`) → package; the project itself is the one without a name. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The folders of the packages that the program's dependencies lead to, in order. */
export function runtimePackages({ packages }: Lock): string[] {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const { dependencies, optionalDependencies, peerDependencies } = packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = placeOf(packages, folder, name);
      if (needed === undefined || found.has(needed)) continue;
      found.add(needed);
      visit(needed);
    }
  };
  visit('');
  return [...found].sort();
}

/** Where Node finds a package from within another: in the nearest node_modules on the way up. */
function placeOf(packages: Lock['packages'], from: string, name: string): string | undefined {
  const steps = from.split('/node_modules/');
  for (let depth = steps.length; depth >= 0; depth -= 1) {
    const place = [...steps.slice(0, depth).filter((step) => step !== ''), name].join('/node_modules/');
    const folder = place.startsWith('node_modules/') ? place : `node_modules/${place}`;
    if (folder in packages) return folder;
  }
  return undefined;
}

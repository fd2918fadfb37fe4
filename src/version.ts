// The program's version, from package.json; the contract has one of its own.
import packageJson from '../package.json' with { type: 'json' };

export const version: string = packageJson.version;

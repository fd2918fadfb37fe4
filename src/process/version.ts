// The version of the program, from package.json. The contract has its own version.
import packageJson from '../../package.json' with { type: 'json' };

export const version: string = packageJson.version;

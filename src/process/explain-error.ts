import { TransferError } from '../commands/transfer/transfer-error.ts';
import { ConfigError } from '../config.ts';
import { ContractError } from '../contract/supported-features.ts';
import { DatabaseError, DatabaseUnavailable } from '../database/errors.ts';
import { DevelopmentSecretError } from '../security/development-secret.ts';

/** Errors whose message states the remedy for an operator. */
const explained = [DatabaseError, DatabaseUnavailable, DevelopmentSecretError, TransferError];

/** Remedies by the system call and code of Node's error. */
const remedies = new Map([
  ['listen EADDRINUSE', 'Set PORT to another port, or stop the process that uses it.'],
  ['listen EACCES', 'Set PORT to 1024 or above, or allow this user to open the port.'],
  ['listen EADDRNOTAVAIL', 'Set HOST to an address of this machine.'],
  ['getaddrinfo EAI_AGAIN', 'Set HOST to an address of this machine.'],
  ['getaddrinfo ENOTFOUND', 'Set HOST to an address of this machine.'],
]);

/** The text to print for an error that ends the program. Unexpected errors include their stack. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = message } = error;
  if (error instanceof ConfigError || error instanceof ContractError) return message;
  if (explained.some((kind) => error instanceof kind)) return message.endsWith('.') ? message : `${message}.`;
  const { syscall = '', code = '' } = error as NodeJS.ErrnoException;
  if (code === 'EPIPE')
    return 'The program reading this output stopped before all of it was written (broken pipe).';
  const remedy = remedies.get(`${syscall} ${code}`);
  return remedy === undefined ? stack : `${message}. ${remedy}`;
}

import { undo } from './global-setup.ts';

export default async function (): Promise<void> {
  for (const step of undo.splice(0)) await step();
}

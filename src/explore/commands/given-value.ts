import { parseOverride } from '../../config/overrides.ts';
import { BadInput } from '../../errors/bad-input.ts';

/** `--set` with a value, as its word: `pes=32`. A text that YAML takes for something else is in quotes. */
export function setWord(field: string, value: unknown): string {
  const plain = `${field}=${String(value)}`;
  return typeof value !== 'object' && isReadAs(plain, value) ? plain : `${field}=${JSON.stringify(value)}`;
}

function isReadAs(text: string, value: unknown): boolean {
  try {
    return Object.is(parseOverride(text).value, value);
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}

import { BadInput } from '../../src/errors/bad-input.ts';

/** The message of the BadInput that `act` throws; fails for any other outcome. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('expected bad input, but it was accepted');
}

/**
 * Work was told to stop before it was done. What it was about has not failed: it is left for another time.
 */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** Waits for work; that it was told to stop is no error. */
export async function untilStopped(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

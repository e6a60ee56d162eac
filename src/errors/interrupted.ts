/** The user stopped a run that can be continued. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

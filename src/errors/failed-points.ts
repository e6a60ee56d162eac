/** Points of a sweep ended with an error; the others are in the store. */
export class FailedPoints extends Error {
  override name = 'FailedPoints';
}

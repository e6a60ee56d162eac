/**
 * Two computations of the same thing disagree: the hardware's values and the integer reference, or two
 * models of one clock. It is a fault of the model, never of the input. The command line prints the
 * message and exits with code 1.
 */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

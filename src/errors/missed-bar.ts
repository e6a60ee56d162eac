/**
 * A simulated figure is further from print than it may be. The command line prints the
 * message and exits with code 1.
 */
export class MissedBar extends Error {
  override readonly name = 'MissedBar';
}

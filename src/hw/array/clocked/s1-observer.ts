/**
 * Watches S1 of the clocked array, for waveforms. Every call is about the cycle in which it is
 * made. docs/timing.md section 3.
 */
export interface S1Observer {
  /** A beat (its number in the beat list) is in S1 of a PE. */
  present(pe: number, beat: number, isFirst: boolean): void;
  /**
   * A lane of the beat in S1 reads the vector buffer at `address` (word * banks + bank). In
   * the order in which banks serve.
   */
  read(pe: number, lane: number, address: number): void;
  /** The beat in S1 of a PE leaves at the end of this cycle. */
  leave(pe: number): void;
}

/** Lanes that ask for their banks in a cycle, and the oldest row that has not left S1. */
export interface AskingLanes {
  readonly row: number;
  readonly lanes: readonly number[];
}

/**
 * Watches S1 of the clocked array, for waveforms. Every call is about the cycle in which it is
 * made. docs/timing.md section 3.
 */
export interface S1Observer {
  /**
   * A beat (its number in the beat list) is in S1 of a PE, the oldest of several; `isFirst`: for the first
   * time as such. `asking`: when lanes go on by themselves, so that `beat` is their count and no number, or,
   * where they run apart, that of the row that leaves next, and `isFirst` a cycle of issue; and where rows
   * share beats, `beat` being its number on the PE.
   */
  present(pe: number, beat: number, isFirst: boolean, asking?: AskingLanes): void;
  /**
   * A lane of a beat in S1 reads the vector buffer at `address`. In the order in which
   * banks serve.
   */
  read(pe: number, beat: number, lane: number, address: number): void;
  /** The oldest beat in S1 of a PE leaves at the end of this cycle. */
  leave(pe: number): void;
}

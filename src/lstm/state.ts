/** State of a layer in codes of W bits: recurrent vector (R) and cell (H; of a GRU empty). */
export interface FixedState {
  readonly h: Int16Array;
  readonly c: Int16Array;
}

/** State of a layer in real numbers: recurrent vector (R) and cell (H; of a GRU empty). */
export interface FloatState {
  readonly h: Float64Array;
  readonly c: Float64Array;
}

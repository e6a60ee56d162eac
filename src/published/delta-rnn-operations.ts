/**
 * Operations of a step of DeltaRNN, by which it counts its effective throughput: two for each weight of a GRU
 * of 256 cells and 40 inputs, three gates. The number of inputs is an assumption of configs/designs.
 */
export const DELTA_RNN_OPERATIONS = 2 * 3 * 256 * (40 + 256);

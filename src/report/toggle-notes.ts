/** Why energies of what computes no values differ from those of a run that does: one of the assumptions. */
export const ASSUMED_TOGGLES =
  'Energies: no values are computed here, so that the toggle rate of the words of the vector is the assumed one of the technology, or the one that the design gives; that of the weights is measured. A run or a comparison that computes values measures both, and its energy of the same step differs for it; with --no-values it is the one here.';

/** The same beside such energies. */
export const unmeasuredNote =
  'Energies are without a measured toggle rate of the words of the vector: a run that computes values measures it, and its energies differ.';

/**
 * Operations of a step of ESE, by which the comparison table of BBS counts: two for each entry that ESE
 * stores.
 */
export const ESE_OPERATIONS = 728_640;

/** A sweep of 36 points with nine memory images. */
export const smallSweepText = `
name: small
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - {field: banks, values: [2, 4, 8]}
  - {field: workload.sparsity, values: [0.5, 0.75, 0.9]}
  - {field: pes, values: [2, 4]}
`;

/** Ten million combinations of fields that the weights do not depend on. */
export const manyPointsText = `
name: many
accelerators: [bbs]
workloads: [tiny]
axes:
  - {field: clockMhz, range: {from: 1, to: 250, step: 0.001}}
  - {field: ewop.lanes, range: {from: 1, to: 10, step: 1}}
  - {field: banks, values: [2, 4]}
  - {field: pes, values: [2, 4]}
`;

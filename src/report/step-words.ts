import type { CellsField } from '../run/result-header.ts';

/** What one step of a network is called, by the kinds of its layers: an LSTM step, a GRU step. */
export function stepWords({ cells = ['lstm'] }: CellsField): string {
  return `${cells.map((kind) => kind.toUpperCase()).join(' and ')} step`;
}

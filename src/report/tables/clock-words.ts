/** The clock of designs that are set beside each other: `200 MHz`; of `auto` each has its own. */
export function clockWords(clockMhz: number | 'auto'): string {
  return clockMhz === 'auto' ? 'the highest clock of each' : `${clockMhz} MHz`;
}

import pc from 'picocolors';

/** Whether a stream shows colours: a terminal, unless NO_COLOR or --no-color is given. */
export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  return pc.isColorSupported && stream.isTTY === true;
}

import pc from 'picocolors';

/**
 * Whether a stream shows colours: a terminal that can, unless the environment has a NO_COLOR that is not
 * empty.
 */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  { NO_COLOR = '' }: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && NO_COLOR === '' && pc.isColorSupported;
}

const LONGEST = 60;

/** A name for the file of a figure, from its title: lower case letters and digits, words with `-` between. */
export function fileNameOf(title: string, extension: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  let name = '';
  for (const word of words) {
    if (name.length + word.length + 1 > LONGEST) break;
    name = name === '' ? word : `${name}-${word}`;
  }
  return `${name === '' ? 'figure' : name}.${extension}`;
}

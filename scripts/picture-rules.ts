import { INK, PALETTE } from '../src/report/charts/palette.ts';

/** Colours of paper in pictures, and the variables of the page that stand in their place on a screen. */
const inks: readonly (readonly [colour: string, variable: string])[] = [
  [INK.text, 'ink'],
  [INK.faint, 'faint'],
  [INK.axis, 'axis'],
  [INK.grid, 'grid'],
  // The ground of what is out of reach, and cells without a value.
  ['#F4F1EE', 'shade'],
  ['#B4B4B4', 'missing'],
];

const colours = PALETTE.map((colour, place) => [colour, `colour-${place}`] as const);

/** A colour as pictures write it: in three digits, too, where it has such a form. */
function forms(colour: string): readonly string[] {
  const short = /^#(.)\1(.)\2(.)\3$/.exec(colour);
  return short === null ? [colour] : [colour, `#${short.slice(1).join('')}`];
}

const rule = (selectors: readonly string[], declaration: string): string =>
  `${selectors.join(',\n')} {\n  ${declaration};\n}\n`;

/** Elements of pictures with a colour in an attribute. */
const drawn = (of: string, attribute: string, colour: string): readonly string[] =>
  forms(colour).map((form) => `.picture svg ${of}[${attribute}="${form}" i]`);

/** On a screen pictures have the page's colours, light or dark; the palette's own stand in its variables. */
function screenRules(): string {
  const rules = [...inks, ...colours].flatMap(([colour, variable]) =>
    ['fill', 'stroke'].map((attribute) =>
      rule(drawn('', attribute, colour), `${attribute}: var(--${variable})`),
    ),
  );
  return `@media screen {\n${rules.join('')}}\n`;
}

/** On paper each colour has a hatching of its own, for those who print in black. */
function paperRules(): string {
  const rules = PALETTE.map((colour, place) =>
    rule(drawn(':is(rect, path, polygon, circle, ellipse)', 'fill', colour), `fill: url("#hatch-${place}")`),
  );
  return `@media print {\n${rules.join('')}}\n`;
}

/** The rules that follow from the palette of charts: it is the one place where their colours stand. */
export function pictureRules(): string {
  const variables = colours.map(([colour, variable]) => `--${variable}: ${colour}`).join(';\n  ');
  return `${rule([':root'], variables)}${screenRules()}${paperRules()}`;
}

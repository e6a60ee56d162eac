import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A block of commands in a page (```sh) and the output that the page shows right after it (```text). */
export interface Example {
  /** Line of the first command in the page, from 1. */
  readonly line: number;
  readonly commands: string;
  /** null when the page shows no output. */
  readonly shown: string | null;
  /** Where the shown output lies in the page's text. */
  readonly from: number;
  readonly to: number;
}

/**
 * A file that a page asks the reader to write: a block whose info string ends in
 * a file name (```yaml my.yaml).
 */
export interface PageFile {
  readonly name: string;
  readonly content: string;
}

/** A page of the documentation. */
export interface Page {
  /** Path relative to the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly examples: readonly Example[];
  readonly files: readonly PageFile[];
  /** Each example goes on where the one before it ended, in the same folder. */
  readonly isOneFolder: boolean;
}

/** What a page says of itself whose examples are one story. */
const ONE_FOLDER = '<!-- The commands of this page run one after the other, in one folder. -->';

/** The pages, README first: all Markdown files at the top and under docs/. */
export function pagePaths(): string[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  const docs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return [...top, ...docs].sort((a, b) => Number(b === 'README.md') - Number(a === 'README.md'));
}

/** Reads a page. */
export function readPage(path: string): Page {
  const text = readFileSync(`${root}${path}`, 'utf8');
  return {
    path,
    text,
    examples: examplesOf(text),
    files: filesOf(text),
    isOneFolder: text.includes(ONE_FOLDER),
  };
}

const COMMANDS_AND_OUTPUT = /^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/dgms;

/** The examples of a page, in order. */
export function examplesOf(text: string): Example[] {
  return Array.from(text.matchAll(COMMANDS_AND_OUTPUT), (match) => {
    const [commandsFrom] = match.indices?.[1] ?? [0];
    const [from, to] = match.indices?.[2] ?? [0, 0];
    const line = text.slice(0, commandsFrom).split('\n').length;
    return { line, commands: match[1], shown: match[2] ?? null, from, to };
  });
}

/** The files that a page asks the reader to write. */
export function filesOf(text: string): PageFile[] {
  const blocks = text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms);
  return Array.from(blocks, ([, name, content]) => ({ name, content }));
}

/** The page's text with `output` in place of what it shows for an example. */
export function withOutput(text: string, { from, to }: Example, output: string): string {
  return text.slice(0, from) + output + text.slice(to);
}

/** The pictures that a page shows, by their names in docs/pictures/. */
export function picturesOf({ text }: Page): string[] {
  return [...new Set(Array.from(text.matchAll(/\(\S*pictures\/([\w-]+\.png)\)/g), ([, name]) => name))];
}

const CAPTION = /(?<=configuration `)[0-9a-f]{12}(?=`)/g;

/** The configurations that the captions of a page's pictures name. */
export function captionsOf({ text }: Page): string[] {
  return text.match(CAPTION) ?? [];
}

/** The page's text with another configuration in the captions. */
export function withCaptions(text: string, configHash: string): string {
  return text.replaceAll(CAPTION, configHash);
}

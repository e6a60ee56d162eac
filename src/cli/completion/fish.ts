import type { CompletedCommand, CompletedOption, CompletedValue } from './completed.ts';

/** The completion of fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  return `# Completion of bbsim for fish: write this file to ~/.config/fish/completions/bbsim.fish.

# Whether the first words that are no options are these.
function __bbsim_in
    set -l words (commandline -opc)
    set -e words[1]
    set -l path
    for word in $words
        string match -q -- '-*' $word; and continue
        set -a path $word
        test (count $path) -ge (math "max(1, $(count $argv))"); and break
    end
    test "$path" = "$argv"
end

complete -c bbsim -f
${commands.map(linesOf).join('')}`;
}

function linesOf({ path, commands, options, values }: CompletedCommand): string {
  const inner = commands.map(({ name }) => `; and not __bbsim_in ${[...path, name].join(' ')}`).join('');
  const where = quoted(`__bbsim_in ${path.join(' ')}`.trimEnd() + (path.length === 0 ? '' : inner));
  const line = (rest: string) => `complete -c bbsim -n ${where} ${rest}\n`;
  return [
    ...commands.map(({ name, says }) => line(`-a ${name} -d ${quoted(says)}`)),
    ...values.map((value) => line(valueText(value))).filter((text) => !text.endsWith(' \n')),
    ...options.map((option) => line(optionText(option))),
  ].join('');
}

function optionText({ names, says, value }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const takes = value === null ? [] : ['-r', valueText(value)];
  return [...flags, ...takes, `-d ${quoted(says)}`].filter((part) => part !== '').join(' ');
}

function valueText({ words, paths, isList }: CompletedValue): string {
  const folders = '(__fish_complete_directories)';
  const names = [...words, ...(paths === 'folders' ? [folders] : [])].join(' ');
  const list = isList ? `(__fish_append , ${words.join(' ')})` : names;
  return [...(paths === 'files' ? ['-F'] : []), ...(list === '' ? [] : [`-a ${quoted(list)}`])].join(' ');
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

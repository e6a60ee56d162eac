import type { CompletedCommand, CompletedOption, CompletedValue } from './completed.ts';

/** The completion of zsh: a file for a folder in fpath, or to be sourced after compinit. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef bbsim
# Completion of bbsim for zsh: write this file as _bbsim to a folder of $fpath.

${commands.map(functionOf).join('\n')}
if [ "$funcstack[1]" = '_bbsim' ]; then
  _bbsim "$@"
else
  compdef _bbsim bbsim
fi
`;
}

const nameOf = (path: readonly string[]): string => ['_bbsim', ...path].join('_');

function functionOf(command: CompletedCommand): string {
  const { path, commands, options, values } = command;
  const specs = [
    ...options.map(optionSpec),
    ...(commands.length > 0
      ? ["'1: :->command'", "'*:: :->rest'"]
      : values.map((value, i) =>
          quoted(`${value.isRepeated ? '*' : i + 1}:${value.name}:${actionOf(value)}`),
        )),
  ];
  const lines = specs.map((spec) => ` \\\n    ${spec}`).join('');
  if (commands.length === 0) return `${nameOf(path)}() {\n  _arguments -s${lines}\n}\n`;
  const described = commands.map(({ name, says }) => quoted(`${name}:${says}`)).join(' ');
  const calls = commands.map(({ name }) => `      ${name}) ${nameOf([...path, name])} ;;\n`).join('');
  return `${nameOf(path)}() {
  local state line
  local -a commands=(${described})
  _arguments -s -C${lines}
  case $state in
    command) _describe command commands ;;
    rest) case $words[1] in
${calls}    esac ;;
  esac
}
`;
}

function optionSpec({ names, says, value }: CompletedOption): string {
  const text = says.replace(/[[\]:\\]/g, '\\$&');
  const action = value === null ? '' : `:${value.name.replaceAll(':', '\\:')}:${actionOf(value)}`;
  return names.map((name) => quoted(`${name}[${text}]${action}`)).join(' ');
}

function actionOf({ words, paths, isList }: CompletedValue): string {
  if (isList) return `{_sequence compadd - ${words.join(' ')}}`;
  const ofPaths = { none: '', files: '_files', folders: '_files -/' }[paths];
  if (words.length === 0) return ofPaths === '' ? ' ' : ofPaths;
  if (ofPaths === '') return `(${words.join(' ')})`;
  return `{compadd - ${words.join(' ')}; ${ofPaths}}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

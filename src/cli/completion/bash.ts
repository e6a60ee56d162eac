import type { CompletedCommand, CompletedValue } from './completed.ts';

/** The completion of bash, for 3.2 and later, without the package bash-completion. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const groups = commands.filter((command) => command.path.length > 0 && command.commands.length > 0);
  return `# Completion of bbsim for bash: source this file, or write it to
# ~/.local/share/bash-completion/completions/bbsim.

_bbsim_words() { local IFS=$' \\t\\n'; COMPREPLY+=($(compgen -W "$1" -- "$word")); }

_bbsim_list() {
  local IFS=$' \\t\\n' head='' one
  case $word in *,*) head=\${word%,*}, ;; esac
  for one in $(compgen -W "$1" -- "\${word##*,}"); do COMPREPLY+=("$head$one"); done
}

_bbsim_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen "$1" -- "$word"))
}

_bbsim() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command='' part i
  COMPREPLY=()
  # --option=value is three words.
  if [ "$word" = '=' ]; then
    word=''
  elif [ "$before" = '=' ]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    part=\${COMP_WORDS[i]}
    case "$command/$part" in
      /-*) ;;
      /*) command=$part ;;
${groups.flatMap((group) => group.commands.map(({ name }) => `      ${group.path.join(' ')}/${name}) command='${[...group.path, name].join(' ')}' ;;\n`)).join('')}    esac
  done
  case "$command $before" in
${commands.map(valueCases).join('')}  esac
  case $command in
${commands.map(wordCase).join('')}  esac
}

complete -F _bbsim bbsim
`;
}

/** What follows an option that takes a value. */
function valueCases({ path, options }: CompletedCommand): string {
  return options
    .flatMap(({ names, value }) => (value === null ? [] : [{ names, value }]))
    .map(({ names, value }) => {
      const patterns = names.map((name) => `'${[path.join(' '), name].join(' ')}'`);
      return `    ${patterns.join(' | ')}) ${completing(value)}return ;;\n`;
    })
    .join('');
}

/** The words of a command: its options after a dash, else commands in it and values. */
function wordCase({ path, commands, options, values }: CompletedCommand): string {
  const pattern = path.length === 0 ? "''" : `'${path.join(' ')}'`;
  const flags = options.flatMap(({ names }) => names).join(' ');
  const names = commands.length === 0 ? '' : `_bbsim_words '${commands.map(({ name }) => name).join(' ')}'; `;
  const rest = `${names}${values.map(completing).join('')}`;
  return `    ${pattern}) case $word in -*) _bbsim_words '${flags}' ;; *) ${rest}: ;; esac ;;\n`;
}

function completing({ words, paths, isList }: CompletedValue): string {
  const ofWords =
    words.length === 0 ? '' : `${isList ? '_bbsim_list' : '_bbsim_words'} '${words.join(' ')}'; `;
  const ofPaths = { none: '', files: '_bbsim_paths -f; ', folders: '_bbsim_paths -d; ' }[paths];
  return `${ofWords}${ofPaths}`;
}

import { Argument, Command } from 'commander';
import { bashScript } from '../completion/bash.ts';
import { type CompletedCommand, completedCommands } from '../completion/completed.ts';
import { fishScript } from '../completion/fish.ts';
import { zshScript } from '../completion/zsh.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';

const scripts: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `bbsim completion`: what a shell needs to complete words. */
export function completionCommand(io: Io): Command {
  return new Command('completion')
    .description(
      'Prints a script with which a shell completes commands, options, their choices, presets and files. It is made from the commands of this version, and runs nothing of bbsim when a word is completed.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      examplesText([
        ['completion bash > ~/.local/share/bash-completion/completions/bbsim', 'for bash'],
        ['completion zsh > ~/.zfunc/_bbsim', 'for zsh, with ~/.zfunc in fpath'],
        ['completion fish > ~/.config/fish/completions/bbsim.fish', 'for fish'],
      ]),
    )
    .action((shell: string, _options: unknown, command: Command) => {
      const program = command.parent ?? command;
      io.print(scripts[shell](completedCommands(program)));
    });
}

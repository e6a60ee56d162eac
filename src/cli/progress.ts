import { Presets, SingleBar } from 'cli-progress';
import type { DryRunProgress } from '../explore/engine/dry-run.ts';
import type { Io } from './io.ts';

/** Progress of a run that counts points. */
export interface Progress {
  /**
   * Points done of all; `before` of them were there when the run began and say nothing about its speed.
   * `remark` is shown behind them.
   */
  update(done: number, total: number, before: number, remark: string): void;
  /** Ends the display. */
  stop(): void;
}

/** Time between two plain lines. */
const LINE_MS = 5000;
/** Below this time a rate says nothing. */
const LEAST_MS = 200;

/** A bar with rate and time left on a terminal, a plain line now and then elsewhere. */
export function openProgress(io: Io, name: string, what = 'points'): Progress {
  return io.terminal === null ? plainLines(io, name, what) : bar(io, io.terminal, name, what);
}

/** Progress of a dry run, part by part; elsewhere than on a terminal a line for each part that is begun. */
export function dryRunProgress(
  io: Io,
  name: string,
): { update(progress: DryRunProgress): void; stop(): void } {
  let shown: { readonly phase: string; readonly progress: Progress } | null = null;
  const stop = () => {
    shown?.progress.stop();
    shown = null;
  };
  return {
    update({ phase, done, of }) {
      if (of === 0) return;
      if (shown?.phase !== phase) {
        stop();
        if (io.terminal === null) io.note(`${name}: ${phase} ${of} ${phases[phase]}`);
        shown = { phase, progress: openProgress(io, `${name}: ${phase}`, phases[phase]) };
      }
      shown.progress.update(done, of, 0, '');
    },
    stop,
  };
}

/** What the parts of a dry run count. */
const phases: Readonly<Record<DryRunProgress['phase'], string>> = {
  planning: 'points',
  fitting: 'memory images',
  timing: 'points',
};

function bar(io: Io, stream: NodeJS.WritableStream, name: string, what: string): Progress {
  const startedMs = io.clockMs();
  const drawn = new SingleBar(
    {
      stream,
      format: `${name} {bar} {percentage}% {value} of {total} ${what}, {speed}{remark}`,
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: false,
      fps: 5,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update(done, total, before, remark) {
      const speed = speedText(io.clockMs() - startedMs, done - before, total - done);
      const payload = { speed, remark: remark === '' ? '' : `; ${remark}` };
      if (isStarted) drawn.update(done, payload);
      else drawn.start(total, done, payload);
      isStarted = true;
    },
    stop: () => drawn.stop(),
  };
}

function plainLines(io: Io, name: string, what: string): Progress {
  const startedMs = io.clockMs();
  let lastMs = startedMs;
  return {
    update(done, total, before, remark) {
      const nowMs = io.clockMs();
      if (nowMs - lastMs < LINE_MS) return;
      lastMs = nowMs;
      const speed = speedText(nowMs - startedMs, done - before, total - done);
      const percent = Math.floor((100 * done) / total);
      io.note(
        `${name}: ${done} of ${total} ${what} (${percent} %), ${speed}${remark === '' ? '' : `; ${remark}`}`,
      );
    },
    stop() {},
  };
}

function speedText(elapsedMs: number, done: number, left: number): string {
  if (elapsedMs < LEAST_MS || done <= 0) return 'starting';
  const perSecond = (1000 * done) / elapsedMs;
  const rate = perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
  return `${rate}/s, ${durationText(left / perSecond)} left`;
}

/** A time in words: 8 s, 3 min 20 s, 2 h 5 min. */
function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

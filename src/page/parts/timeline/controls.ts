import { addButton, addElement } from '../../element.ts';
import { type AxisSpan, moved, zoomed } from './zoom.ts';

/** What the controls of a timeline read and change: the part of its time that is on screen. */
interface TimeChoice {
  time(): AxisSpan;
  /** The least part of it that can be, in percent. */
  least(): number;
  show(time: AxisSpan): void;
}

const CLOSER = 0.5;
const STEP = 0.2;

/** Buttons that zoom and move, in their block, and the same by the keys of the plot. */
export function addControls(block: HTMLElement, plot: HTMLElement, { time, least, show }: TimeChoice): void {
  const zoom = (factor: number) => () => show(zoomed(time(), factor, least()));
  const move = (part: number) => () => show(moved(time(), part));
  const whole = () => show([0, 100]);
  addButton(block, '+', 'Zoom in', zoom(CLOSER));
  addButton(block, '\u2212', 'Zoom out', zoom(1 / CLOSER));
  addButton(block, '\u2190', 'Earlier', move(-STEP));
  addButton(block, '\u2192', 'Later', move(STEP));
  addButton(block, 'Whole step', 'Show the whole step', whole);
  addElement(
    block,
    'span',
    'hint',
    'Wheel with Ctrl or after a click, drag, or keys + \u2212 \u2190 \u2192 0',
  );
  const keys: Readonly<Record<string, () => void>> = {
    '+': zoom(CLOSER),
    '=': zoom(CLOSER),
    '-': zoom(1 / CLOSER),
    ArrowLeft: move(-STEP),
    ArrowRight: move(STEP),
    '0': whole,
    Home: whole,
  };
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}

type Attributes = Readonly<Record<string, string | boolean | null>>;

/**
 * An element with attributes (true: without a value; false and null: left out) and children. Texts become
 * text and never markup, whatever is in them.
 */
export function newElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** A button that does something. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = newElement('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** A labelled choice; `choose` is called with what the reader takes. */
export function choice(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  choose: (value: string) => void,
): HTMLLabelElement {
  const select = newElement('select');
  for (const [value, text] of options)
    select.append(newElement('option', { value, selected: value === chosen }, text));
  select.addEventListener('change', () => choose(select.value));
  return newElement('label', {}, `${label} `, select);
}

/** Replaces what is in an element, without a change where the text is the same. */
export function putText(into: HTMLElement, text: string): void {
  if (into.textContent !== text) into.textContent = text;
}

/** A new element with a class and a text, in a parent. */
export function addElement<Name extends keyof HTMLElementTagNameMap>(
  parent: Element,
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = newElement(
    name,
    { class: className === '' ? null : className },
    ...(text === '' ? [] : [text]),
  );
  parent.append(element);
  return element;
}

/** A new button in a parent, with what it says, what it is called, and what it does. */
export function addButton(
  parent: Element,
  text: string,
  label: string,
  press: () => void,
): HTMLButtonElement {
  const made = button(text, press, { 'aria-label': label });
  parent.append(made);
  return made;
}

/** Rows, that of the headers first, as a folded table; its first column heads the rows. */
export function addFoldedTable(
  parent: Element,
  caption: string,
  [headers, ...rows]: readonly (readonly string[])[],
): HTMLDetailsElement {
  const details = addElement(parent, 'details', 'data');
  addElement(details, 'summary', '', 'Data');
  const scroll = addElement(details, 'div', 'scroll');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', caption);
  const table = addElement(scroll, 'table');
  addElement(table, 'caption', '', caption);
  const head = addElement(addElement(table, 'thead'), 'tr');
  headers.forEach((text, column) => {
    addElement(head, 'th', column === 0 ? '' : 'number', text).scope = 'col';
  });
  const body = addElement(table, 'tbody');
  for (const cells of rows) {
    const row = addElement(body, 'tr');
    cells.forEach((text, column) => {
      if (column === 0) addElement(row, 'th', '', text).scope = 'row';
      else addElement(row, 'td', 'number', text);
    });
  }
  return details;
}

/** A line of text beside the pointer, in a block that it is placed in; an empty list hides it. */
export function pointerNote(parent: HTMLElement): (lines: readonly string[], x: number, y: number) => void {
  const note = addElement(parent, 'div', 'pointer-note');
  note.setAttribute('aria-hidden', 'true');
  note.hidden = true;
  return (lines, x, y) => {
    note.hidden = lines.length === 0;
    note.replaceChildren();
    lines.forEach((line, at) => {
      addElement(note, at === 0 ? 'strong' : 'span', '', line);
    });
    const left = x + 14 + note.offsetWidth > parent.clientWidth ? x - 14 - note.offsetWidth : x + 14;
    note.style.left = `${Math.max(0, left)}px`;
    note.style.top = `${y + 14}px`;
  };
}

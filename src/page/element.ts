/** A new element with a class and a text, in a parent. */
export function addElement<Name extends keyof HTMLElementTagNameMap>(
  parent: Element,
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
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
  const button = addElement(parent, 'button', '', text);
  button.type = 'button';
  button.setAttribute('aria-label', label);
  button.addEventListener('click', press);
  return button;
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

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

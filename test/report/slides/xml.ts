/** A name of XML, and an attribute with its value. */
const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const ATTRIBUTE = String.raw`\s+${NAME}\s*=\s*(?:"[^<"]*"|'[^<']*')`;
const TAG = new RegExp(String.raw`^<(/?)(${NAME})((?:${ATTRIBUTE})*)\s*(/?)>$`);
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;
/** Characters that no XML file may hold. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether a text is well-formed XML as programs write it: tags that match, and known entities. */
export function wellFormed(text: string): boolean {
  if (FORBIDDEN.test(text) || ENTITY.test(text)) return false;
  const open: string[] = [];
  const body = text.replace(/^\ufeff?<\?xml[^>]*\?>/, '').replace(/<!--.*?-->/gs, '');
  for (const piece of body.split(/(<[^>]*>)/)) {
    if (!piece.startsWith('<')) {
      if (piece.includes('<') || (open.length === 0 && piece.trim() !== '')) return false;
      continue;
    }
    const tag = TAG.exec(piece);
    if (tag === null) return false;
    const [, closes, name, attributes, isEmpty] = tag;
    const names = [...attributes.matchAll(new RegExp(String.raw`(${NAME})\s*=`, 'g'))].map(([, one]) => one);
    if (new Set(names).size !== names.length) return false;
    if (closes !== '') {
      if (open.pop() !== name) return false;
    } else if (isEmpty === '') open.push(name);
  }
  return open.length === 0;
}

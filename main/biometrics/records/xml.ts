import { RecordError } from './record-error.ts';

/** An element without its prefix; what stands between its children is kept together as text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** Of its `<`, in characters from the start. */
  readonly offset: number;
}

interface OpenElement extends XmlElement {
  readonly tag: string;
  readonly children: OpenElement[];
  text: string;
}

/** Documents of ours are four deep; deeper is an attack. */
const mostDepth = 16;
const mostElements = 20_000;
const mostAttributes = 16;
const longestTag = 4096;
/** Letters of a text with entities; what is longer is base64, which has none. */
const longestEscaped = 65_536;

const tagPattern =
  /^([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)$/;
const attributePattern = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const known: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Reads the part of XML that exchange documents need: elements, attributes, text, comments and the five predefined entities. Document
 * types, other entities, character references, CDATA and processing instructions are refused, so that nothing expands and nothing is
 * fetched. Open elements stand in a list of bounded length: no depth of nesting costs stack.
 *
 * @throws RecordError with the offset in characters
 */
export function parseXml(source: string): XmlElement {
  const tree = new OpenTree();
  let at = skipDeclaration(source);
  for (let next = source.indexOf('<', at); next >= 0; next = source.indexOf('<', at)) {
    tree.addText(source.slice(at, next), at);
    const isComment = source.startsWith('<!--', next);
    at = isComment ? endOf(source, '-->', next + 4) : endOf(source, '>', next);
    if (!isComment) tree.addTag(source.slice(next + 1, Math.min(at - 1, next + longestTag)), next);
  }
  tree.addText(source.slice(at), at);
  return tree.finish(source.length);
}

/** What was opened and not yet closed, outermost first. */
class OpenTree {
  readonly #open: OpenElement[] = [];
  #root: OpenElement | undefined;
  #elements = 0;

  addText(raw: string, offset: number): void {
    const element = this.#open.at(-1);
    if (element) element.text += unescapeText(raw, offset);
    else if (/[^ \t\r\n]/.test(raw)) throw malformed(offset, 'text outside the document');
  }

  /** @param inner what stands between `<` and `>` */
  addTag(inner: string, offset: number): void {
    if (inner.startsWith('/')) this.#close(inner.slice(1).trimEnd(), offset);
    else this.#begin(inner, offset);
  }

  finish(offset: number): XmlElement {
    if (!this.#root || this.#open.length > 0) throw new RecordError('record/cut-off', { offset }, 'no end');
    return this.#root;
  }

  #begin(inner: string, offset: number): void {
    const { element, isEmpty } = readStart(inner, offset);
    this.#elements++;
    if (this.#elements > mostElements || this.#open.length >= mostDepth)
      throw new RecordError('record/too-large', { offset }, 'too many elements');
    const parent = this.#open.at(-1);
    if (!parent && this.#root) throw malformed(offset, 'a second root');
    parent?.children.push(element);
    this.#root ??= element;
    if (!isEmpty) this.#open.push(element);
  }

  #close(tag: string, offset: number): void {
    if (this.#open.pop()?.tag !== tag) throw malformed(offset, 'an end without beginning');
  }
}

function skipDeclaration(source: string): number {
  const start = source.startsWith('\ufeff') ? 1 : 0;
  return source.startsWith('<?xml ', start) ? endOf(source, '?>', start) : start;
}

function endOf(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  if (at < 0) throw new RecordError('record/cut-off', { offset: from }, 'no end');
  return at + mark.length;
}

function readStart(inner: string, offset: number): { element: OpenElement; isEmpty: boolean } {
  const [, tag, attributes = '', slash] = tagPattern.exec(inner) ?? [];
  if (tag === undefined) throw malformed(offset, 'no element');
  const element = {
    tag,
    name: localName(tag),
    attributes: readAttributes(attributes, offset),
    children: [],
    text: '',
  };
  return { element: { ...element, offset }, isEmpty: slash === '/' };
}

function readAttributes(source: string, offset: number): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of source.matchAll(attributePattern)) {
    if (attributes.has(name) || attributes.size >= mostAttributes) throw malformed(offset, 'attributes');
    attributes.set(name, unescapeText(double ?? single ?? '', offset));
  }
  return attributes;
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}

function unescapeText(raw: string, offset: number): string {
  if (!raw.includes('&')) return raw;
  if (raw.length > longestEscaped) throw new RecordError('record/too-large', { offset }, 'a longer text');
  return raw.replace(/&([^;&]{0,8};?)/g, (_whole, name: string) => {
    const letter = name.endsWith(';') ? known.get(name.slice(0, -1)) : undefined;
    if (letter === undefined) throw malformed(offset, 'an entity');
    return letter;
  });
}

/** For text and attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function malformed(offset: number, what: string): RecordError {
  return new RecordError('record/malformed', { offset }, what);
}

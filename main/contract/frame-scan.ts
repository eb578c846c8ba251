/** Deeper than any value of the contract, and more values than any of them has. */
const limits = { depth: 16, values: 200_000 };

/** What follows a head byte: so many bytes, and perhaps a length field that counts bytes, items, or pairs of items. */
type Form = readonly [bytes: number, lengthBytes?: number, counts?: 'bytes' | 'items' | 'pairs'];

/** Head bytes c0 to df of the MessagePack specification, in order. c1 is never used. */
const forms: readonly (Form | undefined)[] = [
  [0],
  undefined,
  [0],
  [0],
  [0, 1, 'bytes'],
  [0, 2, 'bytes'],
  [0, 4, 'bytes'],
  [1, 1, 'bytes'],
  [1, 2, 'bytes'],
  [1, 4, 'bytes'],
  [4],
  [8],
  [1],
  [2],
  [4],
  [8],
  [1],
  [2],
  [4],
  [8],
  [2],
  [3],
  [5],
  [9],
  [17],
  [0, 1, 'bytes'],
  [0, 2, 'bytes'],
  [0, 4, 'bytes'],
  [0, 2, 'items'],
  [0, 4, 'items'],
  [0, 2, 'pairs'],
  [0, 4, 'pairs'],
];

interface Head {
  /** Of the head with its bytes, without its items. */
  readonly bytes: number;
  readonly items: number;
}

/**
 * Walks MessagePack without building anything: a decoder believes a length before it sees what follows, and a few megabytes of nested
 * lengths would fill the memory.
 *
 * @returns whether the bytes are exactly one value, complete, and no deeper or larger than a frame of the contract can be
 */
export function isModest(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Items still to come on each level. */
  const open = [1];
  let at = 0;
  let values = 0;
  while (open.length > 0) {
    const left = open.pop() ?? 0;
    if (left === 0) continue;
    const head = headAt(view, at);
    values += 1;
    if (!head || values > limits.values || head.items > limits.values) return false;
    at += head.bytes;
    open.push(left - 1);
    if (head.items > 0) open.push(head.items);
    if (at > bytes.length || open.length > limits.depth) return false;
  }
  return at === bytes.length;
}

function headAt(view: DataView, at: number): Head | undefined {
  if (at >= view.byteLength) return undefined;
  const byte = view.getUint8(at);
  if (byte < 0x80 || byte >= 0xe0) return { bytes: 1, items: 0 };
  if (byte < 0x90) return { bytes: 1, items: 2 * (byte & 0x0f) };
  if (byte < 0xa0) return { bytes: 1, items: byte & 0x0f };
  if (byte < 0xc0) return { bytes: 1 + (byte & 0x1f), items: 0 };
  const form = forms[byte - 0xc0];
  return form && longHead(view, at, form);
}

function longHead(view: DataView, at: number, [bytes, lengthBytes = 0, counts]: Form): Head | undefined {
  if (at + 1 + lengthBytes > view.byteLength) return undefined;
  let length = 0;
  for (let i = 1; i <= lengthBytes; i++) length = length * 256 + view.getUint8(at + i);
  return {
    bytes: 1 + lengthBytes + bytes + (counts === 'bytes' ? length : 0),
    items: counts === 'items' ? length : counts === 'pairs' ? 2 * length : 0,
  };
}

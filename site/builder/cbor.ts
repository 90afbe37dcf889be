/**
 * The part of CBOR (RFC 8949) that Pagefind writes: whole numbers, texts and arrays of known length. An
 * archive's words are 40 MB of it, of which a few are to be taken out in a second: a library that makes
 * objects of all of it took seven.
 */

export type Value = number | string | readonly Value[];

const KINDS = { positive: 0, negative: 1, text: 3, array: 4 } as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

/** Reads values one after the other. */
export class CborReader {
  readonly bytes: Uint8Array;
  /** Where the next value begins. */
  at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /**
   * Reads the beginning of a value that has to be of this kind.
   * @returns its number, or how long it is
   * @throws Error if it is of another kind; RangeError at the end
   */
  #head(kind: Kind): number {
    const found = this.#view.getUint8(this.at) >> 5;
    if (found !== kind) throw new Error(`CBOR: kind ${found} at ${this.at} instead of ${kind}`);
    return this.#argument();
  }

  #argument(): number {
    const low = this.#view.getUint8(this.at) & 31;
    this.at += 1;
    if (low < 24) return low;
    if (low > 26) throw new Error(`CBOR: a number of another size at ${this.at - 1}`);
    const size = 2 ** (low - 24);
    const start = this.at;
    this.at += size;
    if (size === 1) return this.#view.getUint8(start);
    return size === 2 ? this.#view.getUint16(start) : this.#view.getUint32(start);
  }

  /** Reads the beginning of an array. @returns how many values follow */
  array(): number {
    return this.#head(KINDS.array);
  }

  number(): number {
    return this.#head(KINDS.positive);
  }

  text(): string {
    const length = this.#head(KINDS.text);
    const start = this.at;
    this.at += length;
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, length).toString();
  }

  /** Passes over a value, whatever it is. */
  skip(): void {
    const kind = this.#view.getUint8(this.at) >> 5;
    const argument = this.#argument();
    if (kind === KINDS.text) this.at += argument;
    else if (kind === KINDS.array) for (let index = 0; index < argument; index += 1) this.skip();
    else if (kind > KINDS.negative) throw new Error(`CBOR: kind ${kind} before ${this.at}`);
  }

  value(): Value {
    const kind = this.#view.getUint8(this.at) >> 5;
    if (kind === KINDS.text) return this.text();
    if (kind === KINDS.array) return Array.from({ length: this.array() }, () => this.value());
    if (kind === KINDS.negative) return -1 - this.#head(KINDS.negative);
    return this.number();
  }
}

/** Where an array of so many values begins. */
export function arrayHead(length: number): Uint8Array {
  return head(KINDS.array, length);
}

export function encode(value: Value): Uint8Array {
  if (typeof value === 'number') {
    return value < 0 ? head(KINDS.negative, -1 - value) : head(KINDS.positive, value);
  }
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(KINDS.text, text.length), text]);
  }
  return Buffer.concat([arrayHead(value.length), ...value.map(encode)]);
}

function head(kind: Kind, argument: number): Uint8Array {
  const first = kind << 5;
  if (argument < 24) return Uint8Array.of(first | argument);
  if (argument < 0x100) return Uint8Array.of(first | 24, argument);
  const bytes = Buffer.alloc(argument < 0x10000 ? 3 : 5);
  bytes[0] = first | (argument < 0x10000 ? 25 : 26);
  bytes.writeUIntBE(argument, 1, bytes.length - 1);
  return bytes;
}

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

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /**
   * Reads the beginning of a value that has to be of this kind.
   * @returns its number, or how long it is
   * @throws Error if it is of another kind, or this is the end
   */
  #head(kind: Kind): number {
    const found = this.#byte(this.at) >> 5;
    if (found !== kind) throw new Error(`CBOR: kind ${found} at ${this.at} instead of ${kind}`);
    return this.#argument();
  }

  #byte(at: number): number {
    const byte = this.bytes[at];
    if (byte === undefined) throw new Error(`CBOR: nothing at ${at}`);
    return byte;
  }

  #argument(): number {
    const low = this.#byte(this.at) & 31;
    this.at += 1;
    if (low < 24) return low;
    let argument = this.#byte(this.at);
    let more = low === 24 ? 0 : low === 25 ? 1 : 3;
    if (low > 26) throw new Error(`CBOR: a number of another size at ${this.at - 1}`);
    for (; more > 0; more -= 1) {
      this.at += 1;
      argument = argument * 256 + this.#byte(this.at);
    }
    this.at += 1;
    return argument;
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

  /** Passes over values, whatever they are: most of an archive is only passed over. */
  skip(values = 1): void {
    const { bytes } = this;
    let { at } = this;
    for (let rest = values; rest > 0; rest -= 1) {
      const first = bytes[at] ?? this.#byte(at);
      const kind = first >> 5;
      let argument = first & 31;
      if (argument < 24) at += 1;
      else {
        this.at = at;
        argument = this.#argument();
        at = this.at;
      }
      if (kind === KINDS.text) at += argument;
      else if (kind === KINDS.array) rest += argument;
      else if (kind > KINDS.negative) throw new Error(`CBOR: kind ${kind} before ${at}`);
    }
    this.at = at;
  }

  value(): Value {
    const kind = this.#byte(this.at) >> 5;
    if (kind === KINDS.text) return this.text();
    if (kind === KINDS.array) return Array.from({ length: this.array() }, () => this.value());
    if (kind === KINDS.negative) return -1 - this.#head(KINDS.negative);
    return this.number();
  }
}

/** Writes values one after the other into one buffer: thousands of small ones cost more than all else. */
export class CborWriter {
  #bytes: Buffer;
  /** Where the next value begins; may be set back to take values back. */
  at = 0;

  /** @param size bytes that will probably be written */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size + 64);
  }

  /** What has been written. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.at);
  }

  /** Writes the beginning of an array of so many values. */
  array(length: number): void {
    this.#head(KINDS.array, length);
  }

  number(number: number): void {
    if (number < 0) this.#head(KINDS.negative, -1 - number);
    else this.#head(KINDS.positive, number);
  }

  text(text: string): void {
    const bytes = Buffer.from(text);
    this.#head(KINDS.text, bytes.length);
    this.copy(bytes, 0, bytes.length);
  }

  /** Writes values that are encoded already. */
  copy(bytes: Uint8Array, start: number, end: number): void {
    this.#makeRoom(end - start);
    this.#bytes.set(bytes.subarray(start, end), this.at);
    this.at += end - start;
  }

  value(value: Value): void {
    if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') this.text(value);
    else {
      this.array(value.length);
      for (const one of value) this.value(one);
    }
  }

  #head(kind: Kind, argument: number): void {
    this.#makeRoom(5);
    const first = kind << 5;
    if (argument < 24) {
      this.at = this.#bytes.writeUInt8(first | argument, this.at);
      return;
    }
    const [kindOfSize, size] = argument < 0x100 ? [24, 1] : argument < 0x10000 ? [25, 2] : [26, 4];
    this.#bytes[this.at] = first | kindOfSize;
    this.at = this.#bytes.writeUIntBE(argument, this.at + 1, size);
  }

  #makeRoom(more: number): void {
    if (this.at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.at + more));
    larger.set(this.written);
    this.#bytes = larger;
  }
}

export function encode(value: Value): Uint8Array {
  const writer = new CborWriter(0);
  writer.value(value);
  return writer.written;
}

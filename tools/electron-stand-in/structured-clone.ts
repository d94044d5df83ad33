/**
 * Values as they cross Electron's IPC and context bridge, written as tagged JSON. One function without imports, because
 * its source text also runs inside the page.
 */

/** Turns a function or promise met on the way into a reference, and a reference back. */
export interface References {
  box(value: unknown): Packet;
  unbox(packet: Packet): unknown;
}

export interface Packet {
  $: string;
  v: unknown;
}

export interface Cloner {
  encode(value: unknown, references?: References): string;
  decode(text: string, references?: References): unknown;
}

export function makeCloner(): Cloner {
  const typedArrays = [
    ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
    ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ];
  const uncloneable = ['WeakMap', 'WeakSet', 'WeakRef', 'Window', 'HTMLDocument'];
  const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
  const refusal = () => new Error('An object could not be cloned.');

  function toBase64(bytes: Uint8Array): string {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  function pack(value: unknown, references: References | undefined, path: Set<unknown>): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number') {
      if (Object.is(value, -0)) return { $: 'number', v: '-0' };
      return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
    }
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'symbol') throw refusal();
    if (references && tagOf(value) === 'File') return references.box(value);
    const isPromise = typeof value === 'object' && 'then' in value && typeof value.then === 'function';
    if (typeof value === 'function' || isPromise) {
      if (!references) throw refusal();
      return references.box(value);
    }
    if (path.has(value)) throw new Error('electron-stand-in: cyclic values are not carried');
    path.add(value);
    try {
      return packObject(value, references, path);
    } finally {
      path.delete(value);
    }
  }

  function packObject(value: object, references: References | undefined, path: Set<unknown>): unknown {
    const inner = (part: unknown) => pack(part, references, path);
    const tag = tagOf(value);
    if (Array.isArray(value)) return { $: 'array', v: Array.from(value, inner) };
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof RegExp) return { $: 'regexp', v: [value.source, value.flags] };
    if (value instanceof Map) return { $: 'map', v: [...value].map(([key, part]) => [inner(key), inner(part)]) };
    if (value instanceof Set) return { $: 'set', v: [...value].map(inner) };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value) && typedArrays.includes(tag)) {
      return { $: 'typed', v: [tag, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))] };
    }
    if (value instanceof Error) return { $: 'error', v: [value.name, value.message] };
    if (uncloneable.includes(tag)) throw refusal();
    return { $: 'object', v: Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inner(part)])) };
  }

  function unpack(packed: unknown, references: References | undefined): unknown {
    if (packed === null || typeof packed !== 'object') return packed;
    const { $: kind, v } = packed as Packet;
    const inner = (part: unknown) => unpack(part, references);
    const list = v as unknown[];
    const texts = v as [string, string];
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(v);
      case 'bigint':
        return BigInt(v as string);
      case 'array':
        return list.map(inner);
      case 'date':
        return new Date(v as number);
      case 'regexp':
        return new RegExp(...texts);
      case 'map':
        return new Map((v as [unknown, unknown][]).map(([key, part]) => [inner(key), inner(part)]));
      case 'set':
        return new Set(list.map(inner));
      case 'buffer':
        return fromBase64(v as string).buffer;
      case 'typed': {
        const make = globalThis[texts[0] as 'Uint8Array'];
        return new make(fromBase64(texts[1]).buffer);
      }
      case 'error':
        return Object.assign(new Error(texts[1]), { name: texts[0] });
      case 'object':
        return Object.fromEntries(Object.entries(v as object).map(([key, part]) => [key, inner(part)]));
      default:
        if (!references) throw new Error(`electron-stand-in: unexpected ${kind} in a message`);
        return references.unbox(packed as Packet);
    }
  }

  return {
    encode: (value, references) => JSON.stringify(pack(value, references, new Set())),
    decode: (text, references) => unpack(JSON.parse(text), references),
  };
}

// An archive of files as they are, without compression.
//
// Source: PKWARE, APPNOTE.TXT, .ZIP File Format Specification, 6.3.

interface File {
  name: string; // in ASCII
  data: Uint8Array<ArrayBuffer>;
}

/** The archive of files; the same files give the same bytes. */
export function zip(files: File[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, data } of files) {
    const text = new TextEncoder().encode(name);
    const about = [20, 0, 0, 0, 0x21, crc(data), data.length, data.length, text.length, 0]; // version, flags, stored, time, 1 January 1980
    const local = record("4 2 2 2 2 2 4 4 4 2 2", [0x04034b50, ...about]);
    directory.push(record("4 2 2 2 2 2 2 4 4 4 2 2 2 2 2 4 4", [0x02014b50, 20, ...about, 0, 0, 0, 0, at]), text);
    parts.push(local, text, data);
    at += local.length + text.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  return new Blob([...parts, ...directory, record("4 2 2 2 2 4 4 2", [0x06054b50, 0, 0, files.length, files.length, size, at, 0])], { type: "application/zip" });
}

/** Numbers, little-endian, in as many bytes as a form says of each. */
function record(form: string, numbers: number[]): Uint8Array<ArrayBuffer> {
  const sizes = form.split(" ").map(Number);
  const view = new DataView(new ArrayBuffer(sizes.reduce((sum, n) => sum + n, 0)));
  let at = 0;
  sizes.forEach((size, i) => {
    if (size === 4) view.setUint32(at, numbers[i] ?? 0, true);
    else view.setUint16(at, numbers[i] ?? 0, true);
    at += size;
  });
  return new Uint8Array(view.buffer);
}

/** The cyclic redundancy check of the format, bit by bit. */
function crc(data: Uint8Array): number {
  let c = ~0;
  for (const byte of data) {
    c ^= byte;
    for (let bit = 0; bit < 8; bit++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
  }
  return ~c >>> 0;
}

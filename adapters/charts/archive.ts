// A chart folder as the .tgz that helm takes: plain ustar, the same bytes for the same content.
import { gzipSync } from 'node:zlib';

export interface ArchiveFile {
  /** With forward slashes, relative. */
  readonly path: string;
  readonly content: Uint8Array;
}

const block = 512;

/** ustar keeps a name in 100 bytes and what stands before one of its slashes in 155 more. */
function splitName(path: string): { readonly name: string; readonly prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return { name, prefix };
  }
  throw new Error(`The path ${path} is too long for an archive.`);
}

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;

function header(file: ArchiveFile): Buffer {
  const { name, prefix } = splitName(file.path);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0);
  bytes.write(octal(0o644, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(file.content.byteLength, 12), 124);
  bytes.write(octal(0, 12), 136);
  // The checksum counts itself as eight spaces.
  bytes.write(' '.repeat(8), 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(prefix, 345);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

export function packArchive(files: readonly ArchiveFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts = sorted.flatMap((file) => {
    const rest = file.content.byteLength % block;
    return [header(file), file.content, Buffer.alloc(rest === 0 ? 0 : block - rest)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(block * 2)]));
}

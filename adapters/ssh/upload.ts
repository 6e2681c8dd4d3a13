// A file into a fresh private folder on the machine, over stdin; no SFTP subsystem is needed.
import { randomBytes } from 'node:crypto';
import { fault } from '#core/fault.ts';
import type { Connection, RemoteCommand } from './connection.ts';
import { unlessAborted } from './stages.ts';

const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * Constant. Reads a mark, a checked name and a size as lines, then the content; a file that arrives short is removed.
 * Folders left from earlier days go first.
 */
const command =
  `exec bash -c 'umask 077; t=\${TMPDIR:-/tmp}; IFS= read -r m; IFS= read -r n; IFS= read -r c; ` +
  `find "$t" -maxdepth 1 -name "hearth.*" -user "$(id -u)" -mtime +1 -exec rm -rf {} + 2>/dev/null; ` +
  `d=$(mktemp -d "$t/hearth.XXXXXXXXXX") && cat > "$d/$n" && [ "$(stat -c %s "$d/$n")" = "$c" ] && ` +
  `printf "\\n%s %s\\n" "$m" "$d/$n" || { rm -rf "$d"; exit 1; }'`;

interface File {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Enough for a path and a few words of an error. */
const maxOutput = 64 * 1024;

async function send({ channel, closed }: RemoteCommand, file: File): Promise<{ readonly path: string | null; readonly words: string }> {
  const mark = `hearth-${randomBytes(12).toString('hex')}`;
  const said = { out: '', err: '' };
  const hear = (stream: 'out' | 'err') => (chunk: Buffer) => {
    said[stream] = (said[stream] + chunk.toString('utf8')).slice(-maxOutput);
  };
  channel.on('data', hear('out'));
  channel.stderr.on('data', hear('err'));
  channel.write(`${mark}\n${file.name}\n${file.content.byteLength}\n`);
  channel.end(file.content);
  await closed;
  const line = said.out.split('\n').find((text) => text.startsWith(`${mark} `));
  return { path: line === undefined ? null : line.slice(mark.length + 1), words: said.err.trim().split('\n').at(-1) ?? '' };
}

/** Returns the path on the machine; the file and its folder can be read by the user and root only. */
export async function upload(connection: Connection, file: File, signal: AbortSignal): Promise<string> {
  if (!fileName.test(file.name)) throw fault('INPUT_INVALID', { field: 'name', reason: 'must be a plain file name.' });
  const doing = `Copying ${file.name} to ${connection.endpoint.label}`;
  const { path, words } = await connection.exec(command, (remote) => unlessAborted(send(remote, file), signal, { doing }), {
    signal,
    doing,
  });
  if (path !== null) return path;
  if (!connection.alive()) throw connection.lost(doing);
  throw fault('SCRIPT_FAILED', { host: connection.endpoint.label, script: `The copy of ${file.name}`, exitCode: 1, lastLine: words });
}

// Ports of this machine are open to all its users, and a browser hands a cookie to every port of a host.
// Linux tells who holds the other end of a connection; elsewhere the session's value alone must do.
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fault } from '#core/fault.ts';

/** An address as /proc/net/tcp writes it, without its family: port in hexadecimal. */
const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

/** Fields of a line: number, local address, remote address, state, queues, timer, retransmissions, user, … */
const userField = 7;

export function uidIn(table: string, ports: { readonly local: number; readonly remote: number }): number | null {
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const [, local = '', remote = ''] = fields;
    if (local.endsWith(`:${hex(ports.local)}`) && remote.endsWith(`:${hex(ports.remote)}`)) return Number(fields[userField]);
  }
  return null;
}

function readTable(name: string): string {
  try {
    return readFileSync(`/proc/net/${name}`, 'utf8');
  } catch {
    // Not Linux, or closed to us: then nothing is known.
    return '';
  }
}

/** The user at the other end; null when the system does not say. */
function peerUid({ remotePort = 0, localPort = 0 }: Socket): number | null {
  // Seen from the other end, our remote port is its local one.
  const ports = { local: remotePort, remote: localPort };
  return uidIn(readTable('tcp'), ports) ?? uidIn(readTable('tcp6'), ports);
}

const known = new WeakMap<Socket, number | null>();

/** STRANGER_REFUSED for another user of this machine. */
export function requireSameUser(socket: Socket): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  const uid = known.has(socket) ? known.get(socket) : peerUid(socket);
  known.set(socket, uid ?? null);
  if (uid !== null && uid !== own) throw fault('STRANGER_REFUSED', { reason: 'it comes from another user of this machine' });
}

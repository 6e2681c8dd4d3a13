import { connect } from 'node:net';
import { join } from 'node:path';
import { parseRecord } from './instance.ts';

/** Asks a lab's supervisor for something. */
export function ask(folder: string, request: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(folder, 'control.sock'));
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      if (text === '') return reject(new Error('The lab does not answer.'));
      const reply = parseRecord(text);
      if (typeof reply['error'] === 'string') reject(new Error(reply['error']));
      else resolve(reply);
    });
    socket.end(JSON.stringify(request));
  });
}

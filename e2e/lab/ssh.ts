import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabNode } from './lab.ts';
import { attempt, type CommandResult } from './shell.ts';

let askpass: string | undefined;

/** ssh reads a password from a program when it has no terminal. */
function askpassFile(): string {
  if (askpass === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'hearth-lab-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    askpass = join(folder, 'askpass.sh');
    writeFileSync(askpass, '#!/bin/sh\necho "$HEARTH_LAB_PASSWORD"\n');
    chmodSync(askpass, 0o700);
  }
  return askpass;
}

/** Runs a command on a node by the machine's own ssh client, with the node's password. */
export function sshWithPassword(node: LabNode, script: string, timeoutMs = 180_000): Promise<CommandResult> {
  const options = [
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-o',
    'LogLevel=ERROR',
    '-o',
    'PreferredAuthentications=password',
    '-o',
    'ConnectTimeout=10',
  ];
  return attempt('setsid', ['-w', 'ssh', ...options, '-p', String(node.port), `${node.user}@${node.ip}`, script], {
    env: { SSH_ASKPASS: askpassFile(), SSH_ASKPASS_REQUIRE: 'force', DISPLAY: 'none', HEARTH_LAB_PASSWORD: node.password },
    timeoutMs,
  });
}

/** The same with sudo, which asks for the password too. */
export function sudoWithPassword(node: LabNode, script: string, timeoutMs?: number): Promise<CommandResult> {
  const quoted = `'${script.replaceAll("'", `'\\''`)}'`;
  return sshWithPassword(node, `echo '${node.password}' | sudo -S -p '' bash -c ${quoted}`, timeoutMs);
}

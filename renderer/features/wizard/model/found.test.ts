import { describe, expect, test } from 'vitest';
import type { AnnouncedEvent, FoundMachine, ScanEvent } from '#contract/discovery.ts';
import { addFound, canAdd, chosenRows, hasRange, portsIn, rowsOfFound, toggledRange } from './found.ts';
import { content, node } from './fixtures.ts';
import { Search } from './search.ts';

const machine = (address: string, part: Partial<FoundMachine> = {}): FoundMachine => ({
  address,
  port: 22,
  name: null,
  banner: 'SSH-2.0-OpenSSH_9.6p1',
  speaks: 'ssh',
  hostKey: { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${address}` },
  user: null,
  jump: null,
  isThisComputer: false,
  listedAs: null,
  ...part,
});
const event = (address: string): ScanEvent => ({ type: 'found', machine: machine(address) });

describe('rows of what was found', () => {
  test('are in the order of addresses, each with a name that is legal and free', () => {
    const found = [
      machine('10.0.0.10', { name: 'Oak.lan' }),
      machine('10.0.0.9', { name: 'oak.lab' }),
      machine('10.0.0.3'),
      machine('10.0.0.4', { name: 'Büro PC.local' }),
    ];
    expect(rowsOfFound(found, [node('n1', { name: 'oak', address: '10.9.9.9' })]).map((row) => [row.machine.address, row.name])).toEqual([
      ['10.0.0.3', 'node1'],
      ['10.0.0.4', 'b-ro-pc'],
      ['10.0.0.9', 'oak-2'],
      ['10.0.0.10', 'oak-3'],
    ]);
  });

  test('that are in the list, by address or by host key, or speak no SSH, cannot be added, and say why', () => {
    const hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:10.0.0.8', trustedAt: 1 };
    const nodes = [node('n1', { name: 'oak', address: '10.0.0.7' }), node('n2', { name: 'elm', address: 'elm.lan', hostKey })];
    const found = [
      machine('10.0.0.7'),
      machine('10.0.0.8'),
      machine('10.0.0.9', { speaks: 'silent', banner: '', hostKey: null }),
      machine('10.0.0.10', { speaks: 'other', hostKey: null }),
      machine('10.0.0.11'),
      machine('10.0.0.12', { hostKey: { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:10.0.0.11' } }),
      machine('10.0.0.13', { speaks: 'unasked', banner: '', hostKey: null }),
    ];
    const rows = rowsOfFound(found, nodes);
    expect(rows.map((row) => row.state)).toEqual([
      { kind: 'listed', as: 'oak' },
      { kind: 'listed', as: 'elm' },
      { kind: 'silent' },
      { kind: 'other' },
      { kind: 'ready' },
      { kind: 'twin', of: '10.0.0.11' },
      { kind: 'unasked' },
    ]);
    expect(rows.map(canAdd)).toEqual([false, false, false, false, true, true, true]);
    expect(chosenRows(rows, new Set(rows.map((row) => row.key)))).toHaveLength(3);
  });

  test('once added, are machines with their user and jump host, and their rows say so', () => {
    const before = content({ nodes: [node('n1', { name: 'oak', address: '10.9.9.9', role: 'control' })] });
    const jump = { address: 'gate.example', port: 22, user: 'me' };
    const found = [machine('10.0.0.7', { name: 'oak', user: 'root' }), machine('10.0.0.8', { port: 2222, jump })];
    const rows = rowsOfFound(found, before.nodes);
    const after = addFound(before, rows, 'ubuntu');
    expect(
      after.nodes.map(({ name, address, port, user, jump: by, hostKey }) => [name, address, port, user, by?.address, hostKey]),
    ).toEqual([
      ['oak', '10.9.9.9', 22, 'ubuntu', undefined, null],
      ['oak-2', '10.0.0.7', 22, 'root', undefined, null],
      ['node1', '10.0.0.8', 2222, 'ubuntu', 'gate.example', null],
    ]);
    expect(rowsOfFound(found, after.nodes).map((row) => row.state)).toEqual([
      { kind: 'listed', as: 'oak-2' },
      { kind: 'listed', as: 'node1' },
    ]);
    expect(addFound(after, rows, 'ubuntu')).toEqual(after);
  });
});

test('a network goes into the list of ranges and out of it again, and what was typed stays', () => {
  expect(toggledRange('10.0.0.1-9\n10.2.0.0/24', '192.168.1.0/24')).toBe('10.0.0.1-9, 10.2.0.0/24, 192.168.1.0/24');
  expect(toggledRange('10.0.0.1-9, 192.168.1.0/24', '192.168.1.0/24')).toBe('10.0.0.1-9');
  expect(hasRange('10.0.0.0/24,192.168.1.0/24', '192.168.1.0/24')).toBe(true);
  expect(hasRange('192.168.1.0/24', '192.168.1.0/2')).toBe(false);
});

test('ports are numbers, and what is none is not quietly dropped', () => {
  expect(portsIn('22, 2222;  8022')).toEqual([22, 2222, 8022]);
  expect(portsIn('')).toEqual([]);
  expect(portsIn('22, ssh, 1e3')).toEqual([22, Number.NaN, Number.NaN]);
});

describe('a search', () => {
  /** A stream that the test feeds by hand. */
  function feed() {
    const { readable, writable } = new TransformStream<ScanEvent | AnnouncedEvent>();
    const writer = writable.getWriter();
    let signal = new AbortController().signal;
    let now = 0;
    const search = new Search({
      now: () => now,
      toFault: (error) => ({ code: 'TEST', kind: 'permanent', what: String(error), why: '', todo: '', action: 'retry', details: {} }),
    });
    const run = search.run(async (given) => {
      signal = given;
      return readable;
    });
    return { search, run, writer, pass: (ms: number) => (now += ms), signal: () => signal };
  }

  test('shows results and progress as they come, with the time left once that can be said, and its end', async () => {
    const { search, run, writer, pass } = feed();
    expect(search.snapshot().phase).toBe('running');
    await writer.write({ type: 'progress', tried: 0, total: 200 });
    pass(10_000);
    await writer.write(event('10.0.0.7'));
    await writer.write({ type: 'progress', tried: 50, total: 200 });
    await writer.write(event('10.0.0.7'));
    expect(search.snapshot()).toMatchObject({ phase: 'running', tried: 50, total: 200, leftMs: 30_000 });
    await writer.write({ type: 'ended', found: 1, refused: ['10.0.0.3'], unroutable: 2 });
    await writer.close();
    await run;
    expect(search.snapshot()).toMatchObject({ phase: 'done', refused: ['10.0.0.3'], unroutable: 2, leftMs: null });
    expect(search.snapshot().machines).toHaveLength(1);
  });

  test('stopped, ends the stream and keeps what was found; what comes late is dropped', async () => {
    const { search, writer, signal } = feed();
    await writer.write(event('10.0.0.7'));
    search.choose(['10.0.0.7 22'], true);
    search.stop();
    expect(signal().aborted).toBe(true);
    await writer.write(event('10.0.0.8'));
    expect(search.snapshot()).toMatchObject({ phase: 'stopped', machines: [{ address: '10.0.0.7' }], chosen: new Set(['10.0.0.7 22']) });
  });

  test('that fails keeps what was found beside the fault; begun anew, it begins empty', async () => {
    const { search, run, writer } = feed();
    await writer.write(event('10.0.0.7'));
    await writer.abort(new Error('broken'));
    await run;
    expect(search.snapshot()).toMatchObject({ phase: 'failed', fault: { what: 'Error: broken' }, machines: [{ address: '10.0.0.7' }] });
    await search.run(async () => (async function* () {})());
    expect(search.snapshot()).toMatchObject({ phase: 'stopped', machines: [], fault: null });
  });

  test('begun while another runs replaces it, and nothing of the first comes in any more', async () => {
    const { search, writer, signal } = feed();
    await writer.write(event('10.0.0.7'));
    const first = signal();
    const second = search.run(async () =>
      (async function* () {
        yield event('10.0.0.9');
      })(),
    );
    expect(first.aborted).toBe(true);
    await writer.write(event('10.0.0.8')).catch(() => undefined);
    await second;
    expect(search.snapshot().machines.map((each) => each.address)).toEqual(['10.0.0.9']);
  });
});

import { describe, expect, it } from 'vitest';
import { takeFiles } from './files.ts';
import type { Chosen } from './files.ts';

const file = (path: string, text: string, size = text.length): Chosen => ({
  name: path.split('/').at(-1) ?? '',
  webkitRelativePath: path.includes('/') ? path : '',
  size,
  text: () => Promise.resolve(text),
});

describe('chosen files', () => {
  it('have their path below the folder, or their name', async () => {
    const { files } = await takeFiles([file('inventory/group_vars/all.yml', 'a: 1'), file('hosts.ini', '[web]')]);
    expect(files).toEqual([
      { path: 'group_vars/all.yml', text: 'a: 1' },
      { path: 'hosts.ini', text: '[web]' },
    ]);
  });

  it('that no inventory has are passed over without a word', async () => {
    expect(await takeFiles([file('repo/.git/config', 'x'), file('repo/node_modules/a.yml', 'x')])).toEqual({ files: [], left: [] });
  });

  it('that cannot be taken are named with the reason', async () => {
    const { files, left } = await takeFiles([
      file('repo/logo.png', 'PNG\0'),
      file('repo/latin1.yml', 'caf\u{FFFD}'),
      file('repo/huge.yml', '', 20_000_000),
      file('repo/a\\b.yml', 'a: 1'),
      file('repo/hosts', 'oak'),
    ]);
    expect(files.map(({ path }) => path)).toEqual(['hosts']);
    expect(left).toEqual([
      { name: 'logo.png', why: 'notText' },
      { name: 'latin1.yml', why: 'notText' },
      { name: 'huge.yml', why: 'tooLong' },
      { name: 'a\\b.yml', why: 'badPath' },
    ]);
  });
});

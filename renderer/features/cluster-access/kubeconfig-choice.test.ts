import { describe, expect, test } from 'vitest';
import { commandsOf, contextOf, longestKubeconfig, shown, textOfFile } from './kubeconfig-choice.ts';

const context = (name: string, current = false) => ({ name, server: `https://${name}`, user: `${name}-user`, current });
const command = (user: string) => ({ user, argv: ['login'], env: [], hash: user, allowed: false });

describe('the context that is meant', () => {
  const two = { contexts: [context('home'), context('work', true)] };
  test('is the chosen one, else the current one', () => {
    expect(contextOf(two, 'home')?.name).toBe('home');
    expect(contextOf(two, null)?.name).toBe('work');
    expect(contextOf(two, 'of another file')?.name).toBe('work');
  });
  test('is the only one, and among several without a current one none', () => {
    expect(contextOf({ contexts: [context('home')] }, null)?.name).toBe('home');
    expect(contextOf({ contexts: [context('home'), context('work')] }, null)).toBeNull();
  });
});

test('only the programs of that context are asked for', () => {
  const report = { commands: [command('home-user'), command('work-user')] };
  expect(commandsOf(report, context('work')).map(({ user }) => user)).toEqual(['work-user']);
  expect(commandsOf(report, null)).toEqual([]);
});

test('arguments are told apart when they are shown', () => {
  expect(shown(['aws', '--name', 'my cluster', "it's"])).toBe('aws --name "my cluster" "it\'s"');
});

test('a file that cannot be a kubeconfig is not taken', async () => {
  expect(await textOfFile(new File(['kind: Config'], 'config'))).toEqual({ ok: true, text: 'kind: Config' });
  expect(await textOfFile(new File([new Uint8Array([1, 0, 255])], 'photo'))).toEqual({ ok: false, why: 'notText' });
  expect(await textOfFile(new File(['x'.repeat(longestKubeconfig + 1)], 'log'))).toEqual({ ok: false, why: 'tooLong' });
});

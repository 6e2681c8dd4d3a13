// What every Kube makes of a kubeconfig that a person pastes: the same report and the same refusals, before anything is connected.
import { describe, expect, it } from 'vitest';
import type { FaultView } from '#contract/faults/entry.ts';
import { isFault } from '#core/fault.ts';
import type { Kube, KubeconfigChoice } from '#core/ports/kube.ts';
import { Secret } from '#core/secret.ts';
import { kubeconfigFor } from './scripted-http.ts';

const server = 'https://127.0.0.1:6443';
const good = kubeconfigFor(server);
const withCommand = kubeconfigFor(server, '{exec: {command: get-token, args: [--now]}}');

const refused: readonly (readonly [string, string, KubeconfigChoice])[] = [
  ['nothing', ' \n', {}],
  ['prose', 'please connect me', {}],
  ['broken YAML', 'clusters: [', {}],
  ['other YAML', 'kind: Pod\nmetadata: {name: x}', {}],
  ['a server that is a number', good.replace(`"${server}"`, '7'), {}],
  ['no context', good.replace(/contexts:.*/, ''), {}],
  ['no current context', good.replace('current-context: test', ''), {}],
  ['a context that is not in it', good, { context: 'other' }],
  ['a context without its cluster', good.replace('cluster: test, user', 'cluster: other, user'), {}],
  ['a server in the clear', kubeconfigFor('http://10.20.0.11:6443'), {}],
  [
    'no check of certificates',
    good.replace('certificate-authority-data', 'insecure-skip-tls-verify: true, certificate-authority-data'),
    {},
  ],
  ['a key on another computer', kubeconfigFor(server, '{client-key: /etc/key}'), {}],
  ['a program that was not allowed', withCommand, {}],
];

const viewOf = (act: () => unknown): FaultView | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (isFault(error)) return error.view;
    throw error;
  }
};

export function kubeconfigConformance(name: string, { open, like }: { readonly open: () => Kube; readonly like: () => Kube }): void {
  describe(`${name} given a kubeconfig`, () => {
    const connect = (kube: Kube, yaml: string, choice: KubeconfigChoice) => viewOf(() => kube.connect(new Secret(yaml), choice).close());

    it.each(refused)('with %s refuses it', (_, yaml, choice) => {
      const view = connect(open(), yaml, choice);
      expect(view?.code).toMatch(/^KUBECONFIG_/);
      expect(view).toEqual(connect(like(), yaml, choice));
      expect(viewOf(() => open().inspect(yaml))).toEqual(viewOf(() => like().inspect(yaml)));
    });

    it('that is good, tells what is in it and leads to its server', () => {
      const two = good.replace('contexts: [', 'contexts: [{name: second, context: {cluster: test, user: test}}, ');
      expect(open().inspect(two)).toEqual(like().inspect(two));
      expect(
        open()
          .inspect(two)
          .contexts.map(({ name: context, current }) => [context, current]),
      ).toEqual([
        ['second', false],
        ['test', true],
      ]);
      const client = open().connect(new Secret(two), { context: 'second' });
      expect(client.server).toBe(server);
      client.close();
    });

    it('with a program, runs it only when its hash was allowed', () => {
      const [command] = open().inspect(withCommand).commands;
      expect(command).toMatchObject({ user: 'test', argv: ['get-token', '--now'], allowed: false });
      expect(connect(open(), withCommand, { allowedCommands: [command?.hash ?? ''] })).toBeNull();
    });
  });
}

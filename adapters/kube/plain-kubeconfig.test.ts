import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { kubeconfigFor } from '#adapters/conformance/scripted-http.ts';
import { isFault } from '#core/fault.ts';
import type { KubeconfigChoice } from '#core/ports/kube.ts';
import { plainKubeconfig } from './plain-kubeconfig.ts';

const never = new AbortController().signal;
const server = 'https://127.0.0.1:6443';

const plain = async (yaml: string, choice: KubeconfigChoice = {}): Promise<unknown> =>
  JSON.parse((await plainKubeconfig(yaml, choice, never)).reveal());
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: unknown) => (isFault(error) ? error.view.code : String(error)),
  );

test('what proves who one is comes along, also when it is another identity', async () => {
  const login = { username: 'ada', password: 'x', as: 'bob', 'as-uid': '7', 'as-groups': ['ops'] };
  expect(await plain(kubeconfigFor(server, JSON.stringify(login)))).toMatchObject({ users: [{ user: login }] });
});

test('nothing comes along that was not looked at', async () => {
  const yaml = kubeconfigFor(server, '{token: letmein, extensions: [{name: x}]}').replace(
    'kind: Config',
    'kind: Config\npreferences: {colors: true}',
  );
  expect(Object.keys(Object(await plain(yaml))).toSorted()).toEqual(
    ['apiVersion', 'clusters', 'contexts', 'current-context', 'kind', 'users'].toSorted(),
  );
  expect(JSON.stringify(await plain(yaml))).not.toContain('extensions');
});

test.each([
  ['reads a key file', '{client-key: /etc/key, client-certificate: /etc/cert}', 'KUBECONFIG_INVALID'],
  ['reads a token file', '{tokenFile: /etc/passwd}', 'KUBECONFIG_INVALID'],
  ['has an old login provider', '{auth-provider: {name: gcp}}', 'KUBECONFIG_INVALID'],
  ['runs a program', '{exec: {command: get-token}}', 'KUBECONFIG_RUNS_COMMAND'],
])('one that %s is refused', async (_, user, code) => {
  expect(await codeOf(plain(kubeconfigFor(server, user)))).toBe(code);
});

test.skipIf(process.platform === 'win32')('what an allowed login program hands out stands in its place', async () => {
  const answer = { status: { token: 'fresh', clientCertificateData: 'a certificate', clientKeyData: 'a key' } };
  const argv = ['/bin/echo', JSON.stringify(answer)];
  const hash = createHash('sha256')
    .update(JSON.stringify({ argv, env: [] }))
    .digest('hex');
  const yaml = kubeconfigFor(server, JSON.stringify({ exec: { command: argv[0], args: argv.slice(1) } }));
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  expect(await plain(yaml, { allowedCommands: [hash] })).toMatchObject({
    users: [{ user: { token: 'fresh', 'client-certificate-data': base64('a certificate'), 'client-key-data': base64('a key') } }],
  });
});

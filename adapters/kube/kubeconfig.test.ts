import { mkdtempSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { kubeconfigReport } from '#contract/cluster.ts';
import { kubeconfigFor } from '#adapters/conformance/scripted-http.ts';
import { clientCertificate, clientKey, serverKey } from '#adapters/conformance/test-certificates.ts';
import { isFault } from '#core/fault.ts';
import { Secret } from '#core/secret.ts';
import { openKube } from './open-kube.ts';

const kube = openKube({ log: { info: () => {}, warn: () => {}, error: () => 'ref' } });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

const viewOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    if (isFault(error)) return error.view;
    throw error;
  }
};
const connect = (yaml: string, options = {}) => viewOf(() => kube.connect(new Secret(yaml), options).close());

const user = (text: string) => kubeconfigFor('https://127.0.0.1:6443', text);
const cluster = (extra: string) =>
  kubeconfigFor('https://127.0.0.1:6443').replace('certificate-authority-data', `${extra}, certificate-authority-data`);

// Whatever runs leaves this file, whatever is read is in there.
const canary = join(folder, 'canary');
const bait = join(folder, 'bait');
writeFileSync(bait, 'CANARY-CONTENT');
const touch = ['/usr/bin/touch', canary] as const;

describe('an import runs nothing and reads nothing', () => {
  const commands: readonly (readonly [string, string])[] = [
    ['an exec plugin', `{exec: {apiVersion: client.authentication.k8s.io/v1, command: ${touch[0]}, args: [${canary}]}}`],
    ['an exec plugin through a shell', `{exec: {command: sh, args: ["-c", "touch ${canary}"]}}`],
    ['an exec plugin beside a token', `{token: t, exec: {command: touch, args: [${canary}]}}`],
    ['an exec plugin with environment', `{exec: {command: touch, args: [${canary}], env: [{name: LD_PRELOAD, value: /tmp/x.so}]}}`],
    ['a gcp command', `{auth-provider: {name: gcp, config: {cmd-path: ${touch[0]}, cmd-args: ${canary}, access-token: t}}}`],
    ['an azure command', `{auth-provider: {name: azure, config: {cmd-path: touch, cmd-args: ${canary}}}}`],
  ];
  it.each(commands)('with %s: it is named and refused', (_what, text) => {
    const report = kubeconfigReport.parse(kube.inspect(user(text)));
    expect(report.commands).toHaveLength(1);
    expect(report.commands[0]?.argv.join(' ')).toContain(canary);
    expect(report.commands[0]?.allowed).toBe(false);
    const view = connect(user(text));
    expect(view).toMatchObject({ code: 'KUBECONFIG_RUNS_COMMAND', action: 'allow-command' });
    expect(view?.what).toContain(canary);
    expect(existsSync(canary)).toBe(false);
  });

  it('the report shows the environment in full, the refusal only its names', () => {
    const yaml = user('{exec: {command: get-token, env: [{name: LD_PRELOAD, value: /tmp/x.so}]}}');
    expect(kube.inspect(yaml).commands[0]?.env).toEqual(['LD_PRELOAD=/tmp/x.so']);
    expect(connect(yaml)?.details).toEqual({ command: 'LD_PRELOAD= get-token' });
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['certificate-authority', cluster(`certificate-authority: ${bait}`), 'certificate-authority'],
    ['a relative authority', cluster('certificate-authority: ../../ca.crt'), 'certificate-authority'],
    ['client-certificate', user(`{client-certificate: ${bait}, client-key: ${bait}}`), 'client-certificate'],
    ['client-key', user(`{client-certificate-data: ${base64(clientCertificate)}, client-key: ${bait}}`), 'client-key'],
    ['tokenFile', user(`{tokenFile: ${bait}}`), 'tokenFile'],
    ['tokenFile beside a token', user(`{token: t, tokenFile: /etc/shadow}`), 'tokenFile'],
    ['token-file', user(`{token-file: ${bait}}`), 'token-file'],
    ['insecure-skip-tls-verify', cluster('insecure-skip-tls-verify: true'), 'insecure-skip-tls-verify'],
    ['proxy-url', cluster('proxy-url: "socks5://evil.test:1080"'), 'proxy-url'],
    ['an http address', kubeconfigFor('http://10.0.0.1:8080'), 'server'],
    ['an old auth-provider', user(`{auth-provider: {name: oidc, config: {idp-issuer-url: "https://evil.test"}}}`), 'auth-provider'],
  ];
  it.each(refused)('with %s: it is named and refused', (_what, yaml, field) => {
    const report = kube.inspect(yaml);
    expect(report.warnings.join('\n')).toContain(field);
    expect(JSON.stringify(report)).not.toContain('CANARY-CONTENT');
    const view = connect(yaml);
    expect(view).toMatchObject({ code: 'KUBECONFIG_INVALID', field });
    expect(view?.what).toContain(field);
    expect(view?.what).not.toContain('CANARY-CONTENT');
  });

  it('allows a command by its hash, and no other by it', () => {
    const wanted = user('{exec: {command: get-token, args: [a]}}');
    const [command] = kube.inspect(wanted).commands;
    const allowedCommands = [command?.hash ?? ''];
    expect(connect(wanted, { allowedCommands })).toBeNull();
    expect(connect(user('{exec: {command: get-token, args: [b]}}'), { allowedCommands })?.code).toBe('KUBECONFIG_RUNS_COMMAND');
    const withEnv = user('{exec: {command: get-token, args: [a], env: [{name: PATH, value: /evil}]}}');
    expect(connect(withEnv, { allowedCommands })?.code).toBe('KUBECONFIG_RUNS_COMMAND');
    expect(connect(user('{exec: {command: "get-token a"}}'), { allowedCommands })?.code).toBe('KUBECONFIG_RUNS_COMMAND');
  });

  it('does not run a program that lies beside the file', () => {
    const wanted = user('{exec: {command: ./get-token}}');
    const allowedCommands = kube.inspect(wanted).commands.map((command) => command.hash);
    expect(connect(wanted, { allowedCommands })).toMatchObject({ code: 'KUBECONFIG_INVALID', field: 'exec.command' });
  });
});

it('ends what is wrong with one full stop', () => {
  expect(connect('- 1')?.what).toMatch(/[^.]\.$/);
});

describe('a file that is no kubeconfig says why', () => {
  const many = Array.from({ length: 30 }, (_, index) => `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}, *a${index - 1}`}]`);
  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\n', 'empty'],
    ['a comment', '# nothing here\n', 'empty'],
    ['a word', 'hello', 'text'],
    ['a list', '- 1\n- 2', 'the file'],
    ['broken YAML', 'clusters: [\nusers: }', 'not YAML'],
    ['binary', '\u0000\u0001\u0002', ''],
    ['two documents', 'a: 1\n---\nb: 2', ''],
    ['aliases that grow without end', many.join('\n'), ''],
    ['no contexts', 'apiVersion: v1\nkind: Config\nclusters: []', 'no contexts'],
    ['a cluster without server', kubeconfigFor('').replace('server: "", ', ''), 'clusters.0.cluster.server'],
    ['a number for a name', 'contexts: [{name: 5, context: {cluster: a}}]', 'contexts.0.name'],
    ['a server that is no address', kubeconfigFor('not an address'), 'not an address'],
    ['a server with a password', kubeconfigFor('https://u:p@127.0.0.1'), 'password'],
    ['another scheme', kubeconfigFor('ftp://127.0.0.1'), 'https://'],
    ['an authority that is no certificate', kubeconfigFor('https://127.0.0.1', '{token: t}', 'junk'), 'certificate-authority-data'],
    ['a certificate without its key', user(`{client-certificate-data: ${base64(clientCertificate)}}`), 'only one'],
    [
      'a key of another certificate',
      user(`{client-certificate-data: ${base64(clientCertificate)}, client-key-data: ${base64(serverKey)}}`),
      'belong',
    ],
    ['a token with a line break', user('{token: "a\\nb"}'), 'header'],
    ['no current context', kubeconfigFor('https://127.0.0.1').replace('current-context: test\n', ''), 'current-context'],
    [
      'a current context that is not there',
      kubeconfigFor('https://127.0.0.1').replace('current-context: test', 'current-context: other'),
      '"other"',
    ],
    [
      'a context of a missing cluster',
      kubeconfigFor('https://127.0.0.1').replace('{cluster: test, user', '{cluster: gone, user'),
      '"gone"',
    ],
    [
      'a context of a missing user',
      kubeconfigFor('https://127.0.0.1').replace('cluster: test, user: test', 'cluster: test, user: gone'),
      '"gone"',
    ],
  ])('%s', (_what, yaml, words) => {
    const view = connect(yaml);
    expect(view?.code).toBe('KUBECONFIG_INVALID');
    expect(view?.what).toContain(words);
  });

  it('and never repeats a piece of it', () => {
    for (const yaml of [`token: "SECRET-1\n  x: [`, `users: [{name: a, user: {token: {v: SECRET-1}}}]`, `SECRET-1`, `a: *SECRET-1`]) {
      expect(JSON.stringify(connect(yaml))).not.toContain('SECRET-1');
    }
  });
});

describe('a good kubeconfig', () => {
  it('is told by its contexts', () => {
    const report = kube.inspect(user(`{client-certificate-data: ${base64(clientCertificate)}, client-key-data: ${base64(clientKey)}}`));
    expect(report).toEqual({
      contexts: [{ name: 'test', server: 'https://127.0.0.1:6443', user: 'test', current: true }],
      commands: [],
      warnings: [],
    });
  });

  it('is taken as JSON too, and by another context than the current one', () => {
    const json = JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: 'https://example.test' } }],
      users: null,
      contexts: [{ name: 'x', context: { cluster: 'c' } }],
    });
    expect(connect(json, { context: 'x' })).toBeNull();
  });

  it('is not printed by what is made of it', () => {
    const client = kube.connect(new Secret(user('{token: SECRET-2}')));
    expect(JSON.stringify(client)).not.toContain('SECRET-2');
    client.close();
  });
});

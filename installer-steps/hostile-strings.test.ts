// Whatever stands in a field: the contract refuses it, or it reaches commands as data. Scripts and their arguments are read from
// the files, so that a new one is covered; only where a new argument comes from has to be said here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canary, noBoxReason, option, runHostile, type Try } from '#adapters/conformance/hostile-box.ts';
import { files, folder } from '#adapters/conformance/script-stage.ts';
import { orWhyNot } from '#adapters/conformance/sshd.ts';
import { buildPayload } from '#adapters/ssh/payload.ts';
import { clusterLoginSettings, issuerUrl } from '#contract/cluster-login.ts';
import { machineAddress, nodeName, userName } from '#contract/nodes.ts';
import { platformContent, settings } from '#contract/platforms.ts';
import { isFault } from '#core/fault.ts';
import { loginFlags } from '#core/login/flags.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { validatePlatform } from '#core/platform/validate.ts';
import { checkHostsFile } from './calls/machine.ts';
import { k8s } from './systems/k8s.ts';
import { microk8s } from './systems/microk8s.ts';

interface Field {
  /** What a script gets where nothing is wrong. */
  readonly good: string;
  /** What it gets when somebody gives `text`; null: that is refused. Without this nobody outside can give anything. */
  readonly given?: (text: string) => string | null;
}

const by = (schema: { safeParse(value: unknown): { readonly success: boolean } }) => (text: string) =>
  schema.safeParse(text).success ? text : null;
const ours = (good: string): Field => ({ good });

/** Of a machine with this label, when the platform is sound with it. */
const marked = (of: (text: string) => Parameters<typeof microk8s.calls.markNode>[1], which: 'labels' | 'taints') => (text: string) => {
  const { labels, taints } = of(text);
  const effect = 'NoSchedule' as const;
  const node = sketchNode(1, { labels, taints: taints.length === 0 ? [] : [{ key: text, value: '', effect }] });
  const issues = validatePlatform(sketchPlatform({ nodes: [node] }), []);
  const refused = issues.some(({ path, severity }) => severity === 'error' && path.startsWith(`nodes.0.${which}`));
  return refused ? null : (microk8s.calls.markNode('node1', { labels, taints }).args[which] ?? null);
};
const ranges = (text: string, configuration: (wanted: ReturnType<typeof sketchPlatform>['settings']) => string) => {
  const wanted = { ...sketchPlatform({}).settings, podCidr: text };
  return settings.safeParse(wanted).success ? configuration(wanted) : null;
};
const login = { issuer: 'https://auth.home.lan/realms/home', clientId: 'kubernetes' };
const flagsWith = (more: Readonly<Record<string, string>>): string | null => {
  const read = clusterLoginSettings.safeParse({ ...login, ...more });
  return read.success ? loginFlags(read.data, '').join('\n') : null;
};
const loginFields = ['issuer', 'clientId', 'usernameClaim', 'groupsClaim', 'groupPrefix', 'adminGroup'];

const fields: Readonly<Record<string, Field>> = {
  name: { good: 'node1', given: by(nodeName) },
  address: { good: '10.0.0.1', given: by(machineAddress) },
  user: { good: 'ubuntu', given: by(userName) },
  channel: { good: '1.36/stable', given: by(platformContent.shape.channel) },
  entries: {
    good: '10.0.0.1=node1',
    given: (text) =>
      nodeName.safeParse(text).success ? (checkHostsFile([{ name: text, address: '10.0.0.1' }]).args['entries'] ?? null) : null,
  },
  labels: { good: 'a=b', given: marked((text) => ({ labels: { a: text }, taints: [] }), 'labels') },
  taints: { good: 'a=b:NoSchedule', given: marked((text) => ({ labels: {}, taints: [`${text}=:NoSchedule`] }), 'taints') },
  url: { good: login.issuer, given: by(issuerUrl) },
  flags: {
    good: flagsWith({}) ?? '',
    given: (text) => loginFields.map((name) => flagsWith({ [name]: text })).find((one) => one !== null) ?? null,
  },
  ca: { good: '', given: by(clusterLoginSettings.shape.caPem) },
  launch: { good: '', given: (text) => ranges(text, microk8s.installConfiguration) },
  configuration: { good: '', given: (text) => ranges(text, (wanted) => k8s.bootstrap(wanted, '10.0.0.1')?.args['configuration'] ?? '') },
  values: { good: '{}', given: (text) => JSON.stringify({ value: text }) },
  // Words of Hearth, of its catalogue, of its own key or of the cluster.
  system: ours('k8s'),
  helm: ours('k8s'),
  role: ours('worker'),
  confinement: ours('classic'),
  on: ours('true'),
  wait: ours('0'),
  ttl: ours('600'),
  timeout: ours('60'),
  snap: ours('microk8s'),
  keep: ours('/var/snap/microk8s/common/default-storage'),
  packages: ours('snapd:snap'),
  modules: ours('overlay'),
  sysctls: ours('net.ipv4.ip_forward=1'),
  features: ours('dns:kube-system:deployment:coredns'),
  feature: ours('dns'),
  look_up: ours('api.snapcraft.io'),
  names: ours('api.snapcraft.io'),
  timer: ours('mon,02:00-02:45'),
  token: ours('10.0.0.1:25000/token'),
  public_key: ours('ssh-ed25519 AAAAC3Nza hearth'),
  namespace: ours('default'),
  archive: ours(''),
  repository: ours('https://charts.example'),
  chart: ours('registry'),
  version: ours('1.0.0'),
  hash: ours('hearth 0000000000000000'),
};

const scripts = files.map((file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  return {
    name: file.slice(0, -3),
    takes: [...new Set([...text.matchAll(/\bARG_([A-Z_]+)/g)].map(([, name = '']) => name.toLowerCase()))],
  };
});
function codeOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (error) {
    return isFault(error) ? error.view.code : String(error);
  }
}
const fieldOf = (name: string): Field => fields[name] ?? ours('');
const goods = Object.fromEntries(Object.entries(fields).map(([name, { good }]) => [name, good]));

/** Ways out of the places in which a value may stand. */
const baits: readonly string[] = [
  `$(touch ${canary})`,
  `\`touch ${canary}\``,
  `; touch ${canary};`,
  `' ; touch ${canary}; '`,
  `" ; touch ${canary}; "`,
  `\\"; touch ${canary} #`,
  `x\ntouch ${canary}\n`,
  `| touch ${canary} |`,
  `&& touch ${canary} &&`,
  `\${x:-$(touch ${canary})}`,
  `<(touch ${canary})`,
  `SECONDS[$(touch ${canary})]`,
  `0[$(touch ${canary})]=1`,
  `)\ntouch ${canary}\n(`,
  `EOF\ntouch ${canary}\nEOF`,
  `/e touch ${canary}/`,
  `s/x/x/e;1e touch ${canary}`,
  `"); system("touch ${canary}"); ("`,
  `{{ printf "$(touch ${canary})" }}`,
  `%s%n$(touch ${canary})`,
  `=$(touch ${canary})`,
  `a=b $(touch ${canary})=c`,
  `\u202e$(touch ${canary})\u2066`,
  `\u2028touch ${canary}\u2028`,
  `\u001ehearth-end\n$(touch ${canary})`,
  `# hearth-end\n$(touch ${canary})`,
];
const options = [option, `${option}=$(touch ${canary})`, `${option} x`];
const plainOnes = ['', ' ', '-', '--', '-n', '*', '~', '.', '..', '\\', '\n', "'", '"', '!!', '\r\n', '\ufeff', 'ä'.repeat(50_000)];

const piece = fc.oneof(fc.constantFrom(...baits, ...options, ...plainOnes.slice(0, -1)), fc.string({ unit: 'binary' }), fc.string());
const thousand = fc.sample(
  fc.oneof(
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
    fc.stringMatching(/^[A-Za-z0-9._:/ -]{1,70}$/),
  ),
  1000,
);
const [withNul, sendable] = [thousand.filter((text) => text.includes('\0')), thousand.filter((text) => !text.includes('\0'))];
const together = 50;
/** Many in one value: each is run, and a script that starts many programs does not take minutes. */
const heaps = Array.from({ length: Math.ceil(sendable.length / together) }, (_, index) =>
  sendable.slice(index * together, (index + 1) * together).join('\n'),
);

/** What comes from outside meets all of them at once; what is ours, and what could become an option, each alone. */
function triesFor(takes: readonly string[]): Try[] {
  const outside = takes.filter((name) => fieldOf(name).given !== undefined);
  const alone = (name: string) => (outside.includes(name) ? options : [...baits, ...options]);
  const tries = (fieldNames: readonly string[], values: readonly string[], commandsEnd: Try['commandsEnd'] = 0) =>
    fieldNames.length === 0 ? [] : values.map((value): Try => ({ fields: fieldNames, value, commandsEnd }));
  return [
    ...tries(outside, [...baits, ...plainOnes, ...heaps]),
    ...tries(outside, baits.slice(0, 8), 1),
    ...takes.flatMap((name) => tries([name], alone(name))),
  ];
}

test('of each argument of each script it is known where it comes from', () => {
  expect(scripts.flatMap(({ name, takes }) => takes.filter((arg) => fields[arg] === undefined).map((arg) => `${name}: ${arg}`))).toEqual(
    [],
  );
});

test('what the contract lets through of a thousand hostile strings is one word without a sign that a shell reads', () => {
  const named = ['name', 'address', 'user', 'channel', 'entries', 'labels', 'taints'];
  for (const name of named) {
    const through = [...thousand, ...baits, ...options, ...plainOnes].flatMap((text) => fieldOf(name).given?.(text) ?? []);
    expect(
      through.filter((text) => !/^[A-Za-z0-9_:][A-Za-z0-9._:/=-]*$/.test(text)),
      name,
    ).toEqual([]);
  }
});

test('what holds a NUL, which no shell can hold, goes nowhere', () => {
  const through = ['\0', `$(id)\0`, ...withNul].filter((value) => {
    const call = { args: { name: value }, changes: false };
    return codeOf(() => buildPayload({ prelude: '', scriptText: '', call, owner: '', waitSeconds: 1 })) !== 'INPUT_INVALID';
  });
  expect(through).toEqual([]);
});

const reason = noBoxReason();
describe.skipIf(reason !== null)(orWhyNot('in a real shell', reason), () => {
  const tried = new Map<string, readonly Try[]>();

  test.each(scripts.filter(({ takes }) => takes.length > 0))(
    '$name runs nothing of its values',
    ({ name, takes }) => {
      const found = runHostile({ script: name, good: goods, tries: triesFor(takes) });
      tried.set(name, found.options);
      expect(found.run.map(({ fields: where, value }) => `${where.join()}: ${value}`)).toEqual([]);
    },
    120_000,
  );

  test('what could become an option of a command is refused before', () => {
    const open = [...tried].flatMap(([script, found]) =>
      found.flatMap(({ fields: where, value }) => {
        const [name = ''] = where;
        const given = where.length === 1 ? fieldOf(name).given?.(value) : null;
        return given === null || given === undefined ? [] : [`${script}: ${name}`];
      }),
    );
    expect(open).toEqual([]);
  });

  test('a script that ran its value, or took it for an option, would be noticed', () => {
    const value = `$(touch ${canary})`;
    const tries: Try[] = [value, option].map((one) => ({ fields: ['name'], value: one, commandsEnd: 0 }));
    const found = runHostile({ script: 'set-hostname', good: goods, tries, after: 'eval ": $value"' });
    expect([found.run.map((one) => one.value), found.options.map((one) => one.value)]).toEqual([[value], [option]]);
  });

  test('the flags of a login are words for the snap that reads its file with a shell', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'aZ09._:/-~%$`"\'\\ ;|&(){}<>*?!\n#=@,+'.split('')), minLength: 1, maxLength: 12 });
    const given = [...baits, ...options, ...plainOnes, ...sendable, ...fc.sample(signs, 1000)].flatMap((text) =>
      loginFields.flatMap((name) => flagsWith({ [name]: name === 'issuer' ? `${login.issuer}${text}` : text }) ?? []),
    );
    const tries = [...new Set(given)].slice(0, 40).map((value): Try => ({ fields: ['flags'], value, commandsEnd: 0 }));
    expect(tries.length).toBeGreaterThan(20);
    const after = [
      'declare -a words="($(cat /var/snap/k8s/common/args/kube-apiserver))"',
      'given="$(tr -d \\" </var/snap/k8s/common/args/kube-apiserver)"',
      'if [ "$(printf "%s\\n" "${words[@]}")" != "$given" ]; then touch "/tmp/canary-$number"; fi',
    ].join('\n');
    expect(runHostile({ script: 'api-login-set', good: goods, tries, after }).run.map(({ value }) => value)).toEqual([]);
  }, 120_000);
});

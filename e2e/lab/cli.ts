import { spawnSync } from 'node:child_process';
import { build } from './build.ts';
import { ask } from './control.ts';
import { faultNames, isFaultName } from './faults.ts';
import { allInstances } from './instance.ts';
import { startKwok } from './kwok.ts';
import { findLab, removeLab, startLab, type Lab } from './lab.ts';
import { optionalPieces } from './pieces.ts';
import { serviceNames, startServices } from './services.ts';

const usage = `usage: npm run lab -- COMMAND

  build [--with NAME,...]     build what is missing (${optionalPieces.map((piece) => piece.name).join(', ')})
  build --only NAME           build one piece, and say where it lies
  up [--nodes N] [--name NAME] [--cluster] [--user-key] [--root-key] [--with NAME,...]
                              start bare nodes; --cluster also forms a MicroK8s cluster of them
                              --with: ${serviceNames.join(', ')}
  status                      say what runs
  shell NODE [COMMAND]        a root shell on a node, not by ssh
  fault NODE NAME [VALUE]     VALUE is on, off or seconds; names:
                              ${faultNames.join(', ')}
  kubeconfig [NODE]           the admin's kubeconfig
  kwok [--nodes 20] [--pods 200] [--kubeconfig FILE]
                              simulated nodes and pods, until it is interrupted
  down [--name NAME]          end the lab and remove all it left
`;

type Arguments = { words: string[]; options: Map<string, string> };

function parseArguments(args: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  const flags = new Set(['--cluster', '--user-key', '--root-key']);
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const [key = '', value] = arg.split('=', 2);
    if (!arg.startsWith('--')) words.push(arg);
    else if (flags.has(key)) options.set(key, 'on');
    else options.set(key, value ?? args[++index] ?? '');
  }
  return { words, options };
}

function whole(options: ReadonlyMap<string, string>, key: string, otherwise: number): number {
  const given = options.get(key);
  if (given === undefined) return otherwise;
  if (!/^\d+$/.test(given)) throw new Error(`${key} takes a number, not "${given}".`);
  return Number(given);
}

function list(options: ReadonlyMap<string, string>, key: string): string[] {
  return (options.get(key) ?? '').split(',').filter((name) => name !== '');
}

function running(options: ReadonlyMap<string, string>): Lab {
  const lab = findLab(options.get('--name'));
  if (lab === undefined) throw new Error('No lab is running. Start one with "npm run lab -- up".');
  return lab;
}

const say = (line: string): void => console.log(line);

async function buildPieces({ options }: Arguments): Promise<void> {
  const only = options.get('--only');
  const built = await build({ also: list(options, '--with'), log: say, ...(only === undefined ? {} : { only }) });
  say(only === undefined ? 'built' : (built.get(only) ?? ''));
}

async function up({ options }: Arguments): Promise<void> {
  const started = Date.now();
  const name = options.get('--name');
  const services = list(options, '--with');
  const lab = await startLab({
    nodes: whole(options, '--nodes', 3),
    detached: true,
    log: say,
    cluster: options.has('--cluster') || services.length > 0 ? 'joined' : 'none',
    userKey: options.has('--user-key'),
    rootKey: options.has('--root-key'),
    ...(name === undefined ? {} : { name }),
  });
  for (const node of lab.nodes)
    say(`${node.name}  ssh ${node.user}@${node.ip}  password ${node.password}  host key ${node.hostKeyFingerprint}`);
  await startServices(lab, services, say);
  say(`up in ${((Date.now() - started) / 1000).toFixed(1)} s; key ${lab.keys.privateKeyFile}`);
}

async function status(): Promise<void> {
  const instances = allInstances();
  if (instances.length === 0) return say('No lab is running.');
  for (const { name } of instances) {
    const lab = findLab(name);
    if (lab === undefined) say(`${name}: left behind; "npm run lab -- down --name ${name}" removes it`);
    else for (const node of await lab.status()) say(`${name}  ${node.name}  ${node.ip}  ${node.state}`);
  }
}

async function shell({ words, options }: Arguments): Promise<void> {
  const lab = running(options);
  const { pid } = await ask(lab.folder, { op: 'pid', node: words[1] ?? 'node1' });
  const inner = words.length > 2 ? ['sh', '-c', words.slice(2).join(' ')] : ['bash', '-l'];
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin';
  const result = spawnSync(
    'nsenter',
    [
      '-t',
      String(pid),
      '-m',
      '-u',
      '-i',
      '-n',
      '-p',
      'env',
      '-i',
      path,
      'HOME=/root',
      'USER=root',
      `TERM=${process.env['TERM'] ?? 'dumb'}`,
      ...inner,
    ],
    { stdio: 'inherit', cwd: '/' },
  );
  process.exitCode = result.status ?? 1;
}

async function fault({ words, options }: Arguments): Promise<void> {
  const [, node = '', name = '', value] = words;
  if (!isFaultName(name)) throw new Error(`No fault is named "${name}". There are: ${faultNames.join(', ')}.`);
  await running(options).fault(node, name, value);
}

async function down({ options }: Arguments): Promise<void> {
  const name = options.get('--name');
  const names = name === undefined ? allInstances().map((instance) => instance.name) : [name];
  for (const each of names) say((await removeLab(each)) ? `${each} is down` : `${each} was not there`);
  if (names.length === 0) say('No lab is running.');
}

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseArguments(args);
  switch (parsed.words[0] ?? '') {
    case 'build':
      return buildPieces(parsed);
    case 'up':
      return up(parsed);
    case 'status':
      return status();
    case 'shell':
      return shell(parsed);
    case 'fault':
      return fault(parsed);
    case 'kubeconfig':
      return say((await running(parsed.options).kubeconfig(parsed.words[1])).trimEnd());
    case 'kwok':
      await startKwok({
        nodes: whole(parsed.options, '--nodes', 20),
        pods: whole(parsed.options, '--pods', 200),
        log: say,
        kubeconfig: parsed.options.get('--kubeconfig') ?? (await running(parsed.options).kubeconfig()),
      });
      return;
    case 'down':
      return down(parsed);
    default:
      process.stdout.write(usage);
      if (parsed.words.length > 0) process.exitCode = 2;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

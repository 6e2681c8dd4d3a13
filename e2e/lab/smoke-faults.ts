/** Proves each fault, and that a lab ends with its owner however that ends. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findLab, startLab, type Lab } from './lab.ts';
import { labFolder } from './paths.ts';
import { watchLeftovers } from './leftovers.ts';
import { attempt, sleep } from './shell.ts';
import { sshWithPassword, sudoWithPassword } from './ssh.ts';

async function check(title: string, act: () => Promise<boolean | string>): Promise<void> {
  const started = Date.now();
  const result = await act();
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${result === true ? 'ok  ' : 'FAIL'} ${title}${typeof result === 'string' ? `: ${result}` : ''}`);
  if (result !== true) process.exitCode = 1;
}

function contains(text: string, part: string): boolean | string {
  return text.includes(part) || text.trim();
}

async function said(lab: Lab, node: string, script: string): Promise<string> {
  const { stdout, stderr } = await sudoWithPassword(lab.node(node), script);
  return stdout + stderr;
}

function connects(host: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 1500 });
    const end = (text: string): void => {
      socket.destroy();
      resolve(text);
    };
    socket
      .once('connect', () => end('connected'))
      .once('timeout', () => end('timeout'))
      .once('error', (error) => end(error.message));
  });
}

async function connectionFaults(lab: Lab): Promise<void> {
  const node = lab.node('node1');
  await check('ssh-stop cuts open connections and refuses new ones', async () => {
    const open = sshWithPassword(node, 'sleep 60');
    await sleep(700);
    await lab.fault('node1', 'ssh-stop');
    return (await open).code !== 0 && contains(await connects(node.ip), 'ECONNREFUSED');
  });
  await check('ssh-start', async () => {
    await lab.fault('node1', 'ssh-start');
    await sleep(300);
    return contains((await sshWithPassword(node, 'echo back')).stdout, 'back');
  });
  await check('drop leaves a half-open connection', async () => {
    await lab.fault('node1', 'drop');
    const result = await connects(node.ip);
    await lab.fault('node1', 'drop', 'off');
    return contains(result, 'timeout') === true && (await connects(node.ip)) === 'connected';
  });
  await check('new-host-key', async () => {
    await lab.fault('node1', 'new-host-key');
    await sleep(300);
    const scan = await attempt('bash', ['-c', `ssh-keyscan -t ed25519 ${node.ip} 2>/dev/null | ssh-keygen -lf -`]);
    const now = lab.node('node1').hostKeyFingerprint;
    return now !== node.hostKeyFingerprint && contains(scan.stdout, now);
  });
  await check('power-off and power-on', async () => {
    await lab.fault('node3', 'power-off');
    const off = await connects(lab.node('node3').ip);
    await lab.fault('node3', 'power-on');
    return off !== 'connected' && (await connects(lab.node('node3').ip)) === 'connected';
  });
  await check('reboot from within brings the node back', async () => {
    await said(lab, 'node3', 'touch /etc/kept; reboot');
    for (let tries = 0; tries < 100 && (await lab.status()).some((each) => each.state !== 'on'); tries++) await sleep(100);
    let text = '';
    for (let tries = 0; tries < 20 && contains(text, '/etc/kept') !== true; tries++) {
      await sleep(1000);
      text = await said(lab, 'node3', 'ls /etc/kept');
    }
    return contains(text, '/etc/kept');
  });
}

async function machineFaults(lab: Lab): Promise<void> {
  await check('full-disk', async () => {
    await lab.fault('node3', 'full-disk');
    const text = await said(lab, 'node3', 'df / | tail -1; snap install microk8s --classic');
    await lab.fault('node3', 'full-disk', 'off');
    return contains(text, '100%') === true && contains(text, 'no space left on device');
  });
  await check('clock-skew', async () => {
    await lab.fault('node3', 'clock-skew', '-86400');
    const skewed = Number(await said(lab, 'node3', 'date +%s'));
    await lab.fault('node3', 'clock-skew', 'off');
    const offset = Math.round(skewed - Date.now() / 1000);
    return Math.abs(offset + 86400) < 5 || String(offset);
  });
  await check('snap-lock', async () => {
    await lab.fault('node3', 'snap-lock');
    const text = await said(lab, 'node3', 'snap install microk8s --classic');
    await lab.fault('node3', 'snap-lock', 'off');
    return contains(text, 'has "auto-refresh" change in progress');
  });
  await check('foreign-cluster', async () => {
    await lab.fault('node3', 'foreign-cluster');
    const text = await said(lab, 'node3', 'microk8s status');
    return contains(text, 'acting as a node in a cluster');
  });
  await check('leave brings a foreign node back to its own cluster', async () => {
    await said(lab, 'node3', 'microk8s leave');
    return contains(await said(lab, 'node3', 'microk8s status --wait-ready --timeout 60'), 'microk8s is running');
  });
}

async function joining(lab: Lab): Promise<void> {
  const address = lab.node('node1').ip;
  const token = async (more = ''): Promise<string> => (await said(lab, 'node1', `microk8s add-node --format short ${more}`)).trim();
  for (const node of ['node1', 'node2'])
    await said(lab, node, 'snap install microk8s --classic; microk8s status --wait-ready --timeout 90');
  await check('join refuses an unknown token', async () =>
    contains(await said(lab, 'node2', `microk8s join ${address}:25000/${'0'.repeat(32)}`), 'Connection failed. invalid token (500).'),
  );
  await check('join refuses a token whose time is over', async () => {
    const short = await token('--token-ttl 1');
    await sleep(2500);
    return contains(await said(lab, 'node2', short), 'invalid token (500)');
  });
  await check('join refuses a wrong fingerprint', async () =>
    contains(await said(lab, 'node2', (await token()).replace(/\/[0-9a-f]{12}$/, '/000000000000')), 'Could not verify the identity'),
  );
  await check('slow-join', async () => {
    await lab.fault('node2', 'slow-join', '3');
    const started = Date.now();
    const text = await said(lab, 'node2', `${await token()} --worker`);
    await lab.fault('node2', 'slow-join', 'off');
    return Date.now() - started > 3000 && contains(text, 'Successfully joined the cluster.');
  });
  await check('leave and remove-node undo a join', async () => {
    await said(lab, 'node2', 'microk8s leave');
    await said(lab, 'node1', 'microk8s remove-node node2');
    const text = await said(lab, 'node1', 'microk8s kubectl get nodes');
    const own = await said(lab, 'node2', 'microk8s status --wait-ready --timeout 60; microk8s kubectl get nodes');
    return !text.includes('node2') && contains(own, 'node2');
  });
  await check('two more control planes make it highly available', async () => {
    for (const node of ['node2', 'node3']) {
      const text = await said(lab, node, await token());
      if (!text.includes('Successfully')) return text;
      if (node === 'node2' && !(await said(lab, node, 'microk8s status --format yaml')).includes('role: spare'))
        return 'the second of two votes';
    }
    return contains(await said(lab, 'node2', 'microk8s status --wait-ready --timeout 60'), 'high-availability: yes');
  });
  await check('which lives on without the first', async () => {
    await lab.fault('node1', 'power-off');
    await said(lab, 'node2', 'for i in $(seq 60); do microk8s kubectl create configmap alive --from-literal=a=b && break; sleep 1; done');
    return contains(await said(lab, 'node3', 'microk8s kubectl get configmap alive'), 'alive');
  });
}

async function maintaining(lab: Lab): Promise<void> {
  const running = 'for i in $(seq 240); do microk8s kubectl get --raw /readyz >/dev/null 2>&1 && break; sleep .5; done;';
  const commandLine = `tr '\\0' ' ' < /proc/$(pgrep -f '^[^ ]*labcluster apiserver' | head -1)/cmdline`;
  await check('certificates: their days, and a new one', async () => {
    const before = await said(lab, 'node2', 'microk8s refresh-certs -c');
    const renewed = await said(lab, 'node2', `microk8s refresh-certs -e server.crt; ${running} microk8s kubectl get nodes`);
    return contains(before, 'The server certificate will expire in 36') === true && contains(renewed, 'node3');
  });
  await check('flags of the API server take effect after a restart', async () => {
    const args = '/var/snap/microk8s/current/args/kube-apiserver';
    const text = await said(
      lab,
      'node2',
      `echo --oidc-issuer-url=https://id.example.org >> ${args}; echo --oidc-client-id=hearth >> ${args}; snap restart microk8s.daemon-kubelite; sleep 2; ${running} ${commandLine}`,
    );
    return contains(text, '--oidc-issuer-url=https://id.example.org');
  });
  await check('snap refresh to another track and back', async () => {
    const script = (track: string): string =>
      `snap refresh microk8s --channel=${track}; snap list microk8s; ${running} for i in $(seq 60); do microk8s kubectl get node node2 --no-headers | grep ' Ready ' && break; sleep 1; done`;
    const older = await said(lab, 'node2', script('1.35/stable'));
    const newer = await said(lab, 'node2', script('1.36/stable'));
    return contains(older, '(1.35/stable) v1.35.7') === true && contains(newer, '(1.36/stable) v1.36.3');
  });
  await check('a control plane leaves and the others keep the quorum', async () => {
    await lab.fault('node1', 'power-on');
    await said(lab, 'node1', `${running} true`);
    const left = await said(lab, 'node3', 'microk8s leave && echo left');
    await said(lab, 'node2', 'microk8s remove-node node3');
    const text = await said(lab, 'node2', 'microk8s kubectl create configmap quorum --from-literal=a=b; microk8s kubectl get nodes');
    return text.includes('node3') || !left.includes('left') ? left + text : contains(text, 'created');
  });
  const joinHalf = async (fault: 'join-cut' | 'join-lost' | 'join-silent'): Promise<string> => {
    await lab.fault('node3', fault);
    const token = (await said(lab, 'node2', 'microk8s add-node --format short')).trim();
    const { code } = await sudoWithPassword(lab.node('node3'), `${token} --worker`);
    await lab.fault('node3', fault, 'off');
    await sleep(4000);
    const nodes = await said(lab, 'node2', 'microk8s kubectl get nodes');
    await said(lab, 'node3', 'snap remove --purge microk8s; snap install microk8s --classic; microk8s status --wait-ready --timeout 90');
    return `${code} ${nodes}`;
  };
  await check('join-cut', async () => contains((await joinHalf('join-cut')).slice(0, 4), '137 '));
  await check('join-lost', async () => {
    const text = await joinHalf('join-lost');
    return (text.startsWith('0 ') && !text.includes('node3')) || text;
  });
  await check('join-silent', async () => {
    const text = await joinHalf('join-silent');
    return (text.startsWith('0 ') && text.includes('node3')) || text;
  });
  await check('join-cut late: a worker that its own command does not let go', async () => {
    await lab.fault('node3', 'join-cut', 'late');
    const token = (await said(lab, 'node2', 'microk8s add-node --format short')).trim();
    const { code } = await sudoWithPassword(lab.node('node3'), `${token} --worker`);
    await lab.fault('node3', 'join-cut', 'off');
    return code === 137 && contains(await said(lab, 'node3', 'microk8s leave'), 'not acting as a node in a cluster');
  });
}

async function nothing(leftovers: () => Promise<string>): Promise<boolean | string> {
  const left = await leftovers();
  return left === '' || left;
}

async function endings(): Promise<void> {
  for (const victim of ['owner', 'supervisor']) {
    await check(`kill -9 of the ${victim} leaves nothing`, async () => {
      const script = `import { startLab } from ${JSON.stringify(join(labFolder, 'lab.ts'))}; await startLab({ nodes: 2, name: 'ending', cluster: 'joined' }); console.log('up'); setInterval(() => undefined, 1000);`;
      const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => owner.stdout.once('data', resolve));
      const ending = findLab('ending');
      if (ending === undefined) return 'the lab is not there';
      const leftovers = await watchLeftovers(ending);
      await attempt('bash', ['-c', victim === 'owner' ? `kill -9 ${owner.pid}` : `kill -9 $(cat ${ending.folder}/supervisor.pid)`]);
      const result = await nothing(leftovers);
      owner.kill('SIGKILL');
      return result;
    });
  }
}

const lab = await startLab({ nodes: 3, name: 'faults', log: (line) => console.log(line) });
const leftovers = await watchLeftovers(lab);
try {
  await connectionFaults(lab);
  await machineFaults(lab);
  await joining(lab);
  await maintaining(lab);
} finally {
  await lab.stop();
}
await check('stop leaves nothing', () => nothing(leftovers));
await endings();

// The same names as a machine of the platform sees them, and the ports at which ingress answers.
import { judgeAddresses } from './name-rungs.ts';
import { fail, pass, skipped, type Rung } from './rung.ts';

export const nodeNameRung: Rung = async ({ ports, platform, settings, signal }) => {
  const answer = await ports.addressesOnNode(platform, settings.domain, signal);
  if (answer === null) return skipped('Hearth logs in to no machine of this platform.');
  const result = judgeAddresses(settings.domain, answer.addresses, settings);
  if (result.state !== 'fail') return pass(`On ${answer.node}, ${result.found}`);
  return fail(
    `On ${answer.node}, ${result.found}`,
    `Let ${answer.node} use the name server that knows ${settings.domain} (resolvectl status).`,
  );
};

const wanted = [80, 443] as const;

export const portsRung: Rung = async ({ ports, settings, signal }) => {
  if (settings.ingressPool === null) return skipped('Ingress has no address of its own.');
  const address = settings.ingressPool.from;
  for (const port of wanted) {
    const { outcome } = await ports.network.knock({ address, port }, signal);
    if (outcome === 'answered') continue;
    const seen = outcome === 'refused' ? 'nothing listens' : outcome === 'unroutable' ? 'this computer has no way there' : 'nobody answers';
    return fail(
      `At ${address}, port ${port}, ${seen}.`,
      `Install an ingress controller that answers at ${address}, or give ingress another address.`,
    );
  }
  return pass(`${address} answers on ports 80 and 443.`);
};

// Tells cert-manager who vouches for the platform's names: an authority of its own, or Let's Encrypt.
import { settings, type Settings } from '#contract/platforms.ts';
import { authorityObjects } from '#core/certificates/authority.ts';
import { issuerName, paths, caName } from '#core/certificates/names.ts';
import { issuerState } from '#core/certificates/issuer-state.ts';
import { applyObject, covers, deleteOwn, isOwn, readObject, type WantedObject } from '#core/cluster/api-objects.ts';
import { fault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { platformSecretName } from '#core/ports/secrets.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { Secret } from '#core/secret.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';

/** Throws SECRET_MISSING when names are proven through Cloudflare and its token is not kept. */
async function wantedObjects({ platform, ports }: StepContext): Promise<readonly WantedObject[]> {
  const { settings, id } = platform;
  if (settings.certificates.mode !== 'lets-encrypt-dns') return authorityObjects(settings, null);
  const name = platformSecretName(id, 'cloudflare');
  const token = await ports.secrets.get(name);
  if (token === null) throw fault('SECRET_MISSING', { name });
  return authorityObjects(settings, token);
}

async function firstGap(client: KubeClient, wanted: readonly WantedObject[], signal: AbortSignal): Promise<string> {
  for (const { path, body } of wanted) {
    const found = await readObject(client, path, signal);
    const title = `${body.kind} ${body.metadata.name}`;
    if (found === null) return `There is no ${title}.`;
    const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = body;
    if (!covers(found, fields)) return `${title} is not as it is wanted.`;
  }
  return '';
}

async function look(context: StepContext): Promise<Finding> {
  const wanted = await wantedObjects(context);
  return withCluster(context, async (client) => {
    const gap = await firstGap(client, wanted, context.signal);
    if (gap !== '') return differs(gap);
    const name = issuerName(context.platform.settings.certificates);
    const { ready, reason } = issuerState(await readObject(client, paths.issuer(name), context.signal));
    return ready ? holds(`The issuer ${name} is ready.`) : differs(`The issuer ${name} is not ready: ${reason}`);
  });
}

export const certificateAuthority: Step = {
  id: 'certificate-authority',
  // cert-manager's webhook refuses everything for some seconds after its start.
  attempts: 5,
  timeoutMs: 600_000,
  check: look,
  async apply(context) {
    const wanted = await wantedObjects(context);
    await withCluster(context, async (client) => {
      for (const one of wanted) {
        await applyObject(client, one, context.signal);
        context.log(`Applied ${one.body.kind} ${one.body.metadata.name}.`);
      }
    });
  },
  verify: (context) => waitUntil(context, { forMs: 180_000, everyMs: 2000 }, () => look(context)),
  async checkUndone(context) {
    return withCluster(context, async (client) => {
      for (const { path, body } of removable(context)) {
        const found = await readObject(client, path, context.signal);
        if (found !== null && isOwn(found)) return differs(`${body.kind} ${body.metadata.name} is still there.`);
      }
      return holds('Nothing of the certificate authority is left.');
    });
  },
  async undo(context) {
    await withCluster(context, async (client) => {
      for (const { path } of removable(context).toReversed()) await deleteOwn(client, path, context.signal);
    });
  },
  leaves: `the secret with the key of the authority (${caName}) or of the account with Let’s Encrypt and all certificates that were issued stay, so that computers which trust them need not be told again`,
};

const runSettings = settings.pick({ domain: true, certificates: true });
/** What the run is to set up, for the undo: the platform's settings may be others by then. No token is in it. */
export const authorityInput = ({ domain, certificates }: Settings) => ({ domain, certificates });

/** What the run made, by name alone, so that an undo needs no token any more. A run of an earlier version does not tell its settings. */
function removable({ platform, input }: Pick<StepContext, 'platform' | 'input'>): readonly WantedObject[] {
  const ofRun = runSettings.safeParse(input);
  return authorityObjects(ofRun.success ? ofRun.data : platform.settings, new Secret(''));
}

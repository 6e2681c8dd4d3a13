// Writes down what the runs have applied.
import { appliedAfter, wishesOf } from '#steps/applied.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Store } from '#core/ports/store.ts';
import type { RunWitness } from '#core/runs/engine.ts';

interface KeeperParts {
  readonly store: Pick<Store, 'platforms' | 'applied'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Once it is written down; what is in the cluster is best looked at now. */
  readonly onEnd: (platformId: string) => void;
}

/** Runs after which nothing else is applied than before. */
const without: ReadonlySet<string> = new Set([
  'access',
  'fix',
  'rehearse',
  'renew-certificates',
  'cluster-login',
  'open-node',
  'close-node',
]);

/** Findings too make revisions of a platform; a version is one that changed the inventory. */
const versionOf = async ({ platforms }: Pick<Store, 'platforms'>, { id, revision }: Platform): Promise<number> =>
  (await platforms.document(id))?.version.revision ?? revision;

export const appliedKeeper = ({ store: { platforms, applied }, clock, onEnd }: KeeperParts): RunWitness => ({
  async begins(runId, platform) {
    const { id: platformId } = platform;
    const revision = await versionOf({ platforms }, platform);
    await applied.begin({ runId, platformId, at: clock.now(), revision, content: wishesOf(platform) });
  },
  async ends(run) {
    if (without.has(run.kind)) return;
    const { platformId } = run;
    const platform = await platforms.get(platformId);
    if (platform === null) return;
    const [begun, before] = await Promise.all([applied.begun(run.id), applied.get(platformId)]);
    const version = await versionOf({ platforms }, platform);
    const after = appliedAfter({ run, begun, before, platform, version, at: clock.now() });
    if (after === null) await applied.remove(platformId);
    else if (after !== before) await applied.set(after);
    onEnd(platformId);
  },
});

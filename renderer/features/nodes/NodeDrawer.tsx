import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { ClusterNode, Pod } from '#contract/cluster.ts';
import type { Node } from '#contract/nodes.ts';
import { NewPods } from '#renderer/features/life/NewPods.tsx';
import { NodeLife } from '#renderer/features/life/NodeLife.tsx';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { pagePath } from '#renderer/features/wizard/page-path.ts';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { formatBytes, visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { badFirst } from '#renderer/live/order.ts';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useSorted } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './nodes.module.css';
import { NodeUse } from './NodeUse.tsx';

const words = t.cluster.nodes;
const podsShown = 12;

export interface NodeDrawerProps {
  readonly live: LiveCluster;
  readonly name: string;
  /** Null when the cluster does not know it, or no longer. */
  readonly node: ClusterNode | null;
  readonly onClose: () => void;
}

export function NodeDrawer({ live, name, node, onClose }: NodeDrawerProps) {
  const platform = useQuery(platformQuery(live.platformId)).data;
  const inventory = platform?.nodes.find((one) => one.name === name);
  const isUnlisted = platform !== undefined && platform.distribution !== 'existing' && inventory === undefined && node !== null;
  return (
    <Drawer title={<Identifier text={visible(name)} what={t.cluster.columns.name} />} onClose={onClose}>
      {node === null ? <p className={styles.reason}>{t.cluster.workloads.gone}</p> : <InCluster live={live} node={node} />}
      {isUnlisted && (
        <p className={styles.reason}>
          {words.unlisted} <Link to={pagePath(live.platformId, 'nodes')}>{words.addToList}</Link>
        </p>
      )}
      {inventory !== undefined && <FromInventory node={inventory} />}
      {inventory !== undefined && <NodeLife platformId={live.platformId} node={inventory} status={node?.status} />}
    </Drawer>
  );
}

function InCluster({ live, node }: { readonly live: LiveCluster; readonly node: ClusterNode }) {
  return (
    <>
      <div>
        <p className={styles.marks}>
          <StatusMark status={node.status} pill />
          {!node.schedulable && <span>{words.cordoned}</span>}
          <NewPods platformId={live.platformId} node={node} />
        </p>
        {node.reason !== '' && <p className={styles.reason}>{visible(node.reason)}</p>}
      </div>
      <section>
        <h3 className={styles.sub}>{words.resources}</h3>
        <div className={styles.meters}>
          <NodeUse {...{ live, node }} resource="cpu" />
          <NodeUse {...{ live, node }} resource="memory" />
          {node.gpus > 0 && <NodeUse {...{ live, node }} resource="gpus" />}
          <NodeUse {...{ live, node }} resource="pods" />
        </div>
      </section>
      <PodsOfNode {...{ live, node }} />
      <section>
        <h3 className={styles.sub}>{words.facts}</h3>
        <Facts
          facts={[
            { name: words.factNames.address, value: <Identifier text={visible(node.address)} what={words.factNames.address} /> },
            { name: words.factNames.roles, value: visible(node.roles.join(', ')) },
            { name: words.factNames.version, value: visible(node.version) },
            { name: words.factNames.os, value: visible(node.os) },
            { name: words.factNames.arch, value: visible(node.arch) },
            { name: words.since, value: <RelativeTime at={node.createdAt} ago /> },
          ]}
        />
        <p className={styles.marks}>
          <Link to={paths.events(live.platformId, node.name)}>{words.showEvents}</Link>
        </p>
      </section>
    </>
  );
}

const byName = (a: Pod, b: Pod): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function PodsOfNode({ live, node }: { readonly live: LiveCluster; readonly node: ClusterNode }) {
  const rule = useMemo(
    () => ({ keep: (pod: Pod) => pod.node === node.name, compare: (a: Pod, b: Pod) => badFirst(a, b) || byName(a, b) }),
    [node.name],
  );
  const pods = useSorted(live.stores.pods, rule);
  const all = `${paths.workloads(live.platformId, 'pods')}?q=${encodeURIComponent(node.name)}`;
  return (
    <section>
      <h3 className={styles.sub}>{words.podsTitle}</h3>
      {pods.length === 0 && <p className={styles.reason}>{words.none}</p>}
      <ul className={styles.pods}>
        {pods
          .slice()
          .slice(0, podsShown)
          .map((pod) => (
            <li key={pod.uid} className={styles.pod}>
              <Link to={paths.workloads(live.platformId, 'pods', `${pod.namespace}/${pod.name}`)}>{visible(pod.name)}</Link>
              <StatusMark status={pod.status} word={visible(pod.phase)} />
            </li>
          ))}
      </ul>
      {pods.length > podsShown && <Link to={all}>{words.morePods(pods.length)}</Link>}
    </section>
  );
}

function FromInventory({ node }: { readonly node: Node }) {
  const names = words.factNames;
  const facts = node.facts;
  const gpus = facts?.gpus.map((gpu) => gpu.model) ?? [];
  return (
    <section>
      <h3 className={styles.sub}>{words.inventory}</h3>
      <Facts
        facts={[
          { name: names.user, value: <code>{`${node.user}@${node.address}:${node.port}`}</code> },
          { name: names.hostKey, value: node.hostKey === null ? null : <code>{node.hostKey.fingerprint}</code> },
          { name: names.os, value: facts === null ? null : visible(facts.os.title) },
          { name: names.kernel, value: facts === null ? null : visible(facts.kernel) },
          { name: names.cpu, value: facts === null ? null : words.cores(facts.cpu.cores, visible(facts.cpu.model)) },
          { name: names.memory, value: facts === null ? null : formatBytes(facts.memoryBytes) },
          {
            name: names.disks,
            value: facts?.disks.map((disk) => (
              <div key={disk.mount}>{words.free(visible(disk.mount), formatBytes(disk.freeBytes), formatBytes(disk.sizeBytes))}</div>
            )),
          },
          { name: names.gpus, value: visible(gpus.join(', ')) },
          { name: names.virtualisation, value: facts === null ? null : visible(facts.virtualisation) },
          { name: names.seen, value: facts === null ? null : <RelativeTime at={facts.at} ago /> },
        ]}
      />
    </section>
  );
}

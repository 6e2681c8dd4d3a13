import { Link } from 'react-router';
import type { ClusterNode } from '#contract/cluster.ts';
import { NodeUse } from '#renderer/features/nodes/NodeUse.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './home.module.css';

/** More nodes than this are told as a list under Nodes; the worst come first there. */
const tilesShown = 12;

export function NodeTiles({ live, nodes }: { readonly live: LiveCluster; readonly nodes: readonly ClusterNode[] }) {
  return (
    <ul className={styles.tiles}>
      {nodes.slice(0, tilesShown).map((node) => (
        <li key={node.uid} className={styles.tile}>
          <div className={styles.tileHead}>
            <Link to={paths.nodes(live.platformId, node.name)}>{visible(node.name)}</Link>
            <StatusMark status={node.status} />
          </div>
          <p className={styles.tileText}>
            {node.reason === '' || node.status === 'ready' ? visible(node.roles.join(', ')) : visible(node.reason)}
          </p>
          <div role="group" aria-label={t.cluster.nodes.resources} className={styles.meters}>
            <p aria-hidden className={styles.tileText}>
              {t.cluster.nodes.resources}
            </p>
            <NodeUse {...{ live, node }} resource="cpu" />
            <NodeUse {...{ live, node }} resource="memory" />
            {node.gpus > 0 && <NodeUse {...{ live, node }} resource="gpus" />}
          </div>
        </li>
      ))}
      {nodes.length > tilesShown && (
        <li className={styles.tile}>
          <Link to={paths.nodes(live.platformId)}>{t.home.more(nodes.length - tilesShown)}</Link>
        </li>
      )}
    </ul>
  );
}

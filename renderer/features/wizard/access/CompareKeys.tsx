import { ShieldCheck } from 'lucide-react';
import { Button } from '#renderer/kit/Button.tsx';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { trustHostKey } from '../find-out.ts';
import { accessOf } from '../model/access.ts';
import { placeOf } from '../model/node-list.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import { useWizard } from '../wizard-context.ts';
import styles from './Access.module.css';

const words = t.wizard.access.keys;

/** All fingerprints on the screen first; then one by one, or all at once. */
export function CompareKeys({ nodeIds }: { readonly nodeIds: readonly string[] }) {
  const { content, found, session, platformId, draft } = useWizard();
  const rows = content.nodes
    .filter((node) => nodeIds.includes(node.id))
    .map((node) => ({ node, seen: accessOf(found.access, node.id).seen }));
  if (rows.length === 0) return null;
  const asking = { platformId, session, draft };
  const trust = (nodeId: string): void => {
    const fingerprint = accessOf(session.snapshot().access, nodeId).seen?.fingerprint;
    if (fingerprint !== undefined) void trustHostKey(asking, nodeId, fingerprint);
  };
  return (
    <section className={styles.section} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className={styles.soft}>{words.intro}</p>
      <p>
        <Identifier text={words.command} what={words.commandName} />
      </p>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label={words.title}>
          <tbody>
            {rows.map(({ node, seen }) => (
              <tr key={node.id}>
                <th scope="row">
                  {node.name}
                  <div className={styles.place}>{placeOf(node)}</div>
                </th>
                <td className={styles.fingerprint}>
                  <code>{visible(seen?.fingerprint ?? '')}</code>
                  <div className={styles.place}>{visible(seen?.algorithm ?? '')}</div>
                </td>
                <td className={tables.actions}>
                  <Button small onPress={() => trust(node.id)}>
                    {words.trust(node.name)}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.row}>
        <Button look="primary" icon={<ShieldCheck size={14} />} onPress={() => rows.forEach(({ node }) => trust(node.id))}>
          {words.trustAll(rows.length)}
        </Button>
        <span className={styles.faint}>{words.trustAllHint}</span>
      </div>
    </section>
  );
}

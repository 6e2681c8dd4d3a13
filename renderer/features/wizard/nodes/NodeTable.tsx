import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Node } from '#contract/nodes.ts';
import { IconButton } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { memberFault } from '../model/member-fault.ts';
import { placeOf, putBack, removeNode } from '../model/node-list.ts';
import { useWizard } from '../wizard-context.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import { EditNode } from './EditNode.tsx';
import styles from './Nodes.module.css';

const words = t.wizard.nodes;

export function NodeTable() {
  const { content, draft, verdict } = useWizard();
  const [editing, setEditing] = useState<string | null>(null);
  const { columns } = words;
  if (content.nodes.length === 0) return <p className={styles.none}>{words.empty}</p>;
  const remove = (node: Node): void => {
    const { removed } = removeNode(draft.state.content, node.id);
    draft.edit((now) => removeNode(now, node.id).content);
    if (removed === null) return;
    // One that works in the cluster is refused, and stays.
    void draft.flush().then(() => {
      if (memberFault(draft.state.save) === null) toast(words.removed(node.name), () => draft.edit((now) => putBack(now, removed)));
    });
  };
  return (
    <section className={styles.list}>
      <h2>{words.state(content.nodes.length)}</h2>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label={words.table}>
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.address}</th>
              <th scope="col">{columns.user}</th>
              <th scope="col">{columns.signIn}</th>
              <th scope="col">
                <span className="visually-hidden">{columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {content.nodes.map((node) => (
              <tr key={node.id}>
                <th scope="row">{node.name}</th>
                <td>
                  <code>{placeOf(node)}</code>
                  <Wrong messages={messagesOf(verdict.errors, node.id)} />
                </td>
                <td>
                  <code>{node.user}</code>
                </td>
                <td className={tables.soft}>
                  {words.methods[node.credential.method]}
                  {node.jump !== null && ` ${words.via(node.jump.address)}`}
                </td>
                <td className={cx(tables.actions)}>
                  <IconButton small label={words.edit(node.name)} icon={<Pencil size={14} />} onPress={() => setEditing(node.id)} />
                  <IconButton small label={words.remove(node.name)} icon={<Trash2 size={14} />} onPress={() => remove(node)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing !== null && <EditNode nodeId={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

const messagesOf = (errors: Readonly<Record<string, string>>, nodeId: string): string[] =>
  Object.entries(errors)
    .filter(([path]) => new RegExp(`^nodes\\.${nodeId}\\.(address|port|user|name|keyPath|jump|credential)`).test(path))
    .map(([, message]) => message);

function Wrong({ messages }: { readonly messages: readonly string[] }) {
  return messages.map((message) => (
    <p key={message} className={tables.wrong}>
      {message}
    </p>
  ));
}

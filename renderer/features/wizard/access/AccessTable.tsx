import { ChevronRight, RotateCw } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { RemedyAction } from '#contract/faults/entry.ts';
import type { Node } from '#contract/nodes.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { readHostKey } from '../find-out.ts';
import { accessOf, ladder, loudStages, rungNames, stageOf, stageStatus, type NodeAccess } from '../model/access.ts';
import { placeOf } from '../model/node-list.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import { useWizard } from '../wizard-context.ts';
import { RungSign } from './RungSign.tsx';
import styles from './Access.module.css';

const words = t.wizard.access;

export interface AccessTableProps {
  readonly onEdit: (nodeId: string) => void;
  /** Brings the question that a remedy names into focus. */
  readonly onDecide: () => void;
}

/** Each machine with its six rungs; a row opens to say what was found on each. */
export function AccessTable(props: AccessTableProps) {
  const { content, found, session, draft, platformId } = useWizard();
  const asking = { platformId, session, draft };
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const busy = content.nodes.some((node) => ['reading', 'checking'].includes(stageOf(node, accessOf(found.access, node.id))));
  return (
    <section className={cx(styles.section, styles.room)} aria-label={words.table}>
      <div className={styles.sectionHead}>
        <h2>{words.table}</h2>
        <Button
          small
          look="quiet"
          icon={<RotateCw size={13} />}
          isDisabled={busy}
          onPress={() => content.nodes.forEach((node) => void readHostKey(asking, node.id))}
        >
          {words.doctor.checkAll}
        </Button>
      </div>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label={words.table}>
          <thead>
            <tr>
              <th scope="col">{words.columns.machine}</th>
              <th scope="col">{words.columns.state}</th>
              {rungNames.map((name) => (
                <th key={name} scope="col" className={styles.rungHead} title={words.doctor.rungs[name]}>
                  {words.doctor.short[name]}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{words.columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {content.nodes.map((node) => {
              const access = accessOf(found.access, node.id);
              const open = opened.get(node.id) ?? loudStages.has(stageOf(node, access));
              return (
                <Fragment key={node.id}>
                  <Row node={node} access={access} open={open} onToggle={() => setOpened(new Map(opened).set(node.id, !open))} />
                  {open && (
                    <tr>
                      <td colSpan={9} className={styles.opened}>
                        <div className={styles.openedRoom}>
                          <Connection node={node} access={access} {...props} />
                        </div>
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface RowProps {
  readonly node: Node;
  readonly access: NodeAccess;
  readonly open: boolean;
  readonly onToggle: () => void;
}
function Row({ node, access, open, onToggle }: RowProps) {
  const { session, draft, platformId, found } = useWizard();
  const stage = stageOf(node, access);
  const doing = found.install.doing.get(node.id);
  const working = stage === 'reading' || stage === 'checking';
  return (
    <tr>
      <th scope="row">
        <span className={styles.machine}>
          <span className={cx(styles.chevron, open && styles.turned)}>
            <IconButton
              small
              label={open ? words.doctor.hide(node.name) : words.doctor.show(node.name)}
              icon={<ChevronRight size={14} />}
              aria-expanded={open}
              onPress={onToggle}
            />
          </span>
          <span>
            {node.name}
            <div className={styles.place}>{placeOf(node)}</div>
          </span>
        </span>
      </th>
      <td className={styles.stage}>
        {doing === undefined ? (
          <StatusMark status={stageStatus[stage]} word={words.stages[stage]} />
        ) : (
          <StatusMark status="working" word={words.install.running} />
        )}
      </td>
      {ladder(access).map((rung) => (
        <td key={rung.rung} className={styles.rung}>
          <RungSign rung={rung} />
        </td>
      ))}
      <td className={tables.actions}>
        <IconButton
          small
          label={words.doctor.check(node.name)}
          icon={<RotateCw size={14} />}
          isDisabled={working}
          onPress={() => void readHostKey({ platformId, session, draft }, node.id)}
        />
      </td>
    </tr>
  );
}

function Connection({ node, access, onEdit, onDecide }: AccessTableProps & { readonly node: Node; readonly access: NodeAccess }) {
  const { session, draft, platformId, found } = useWizard();
  const act = (action: RemedyAction): void => {
    if (action === 'edit-node') onEdit(node.id);
    else if (action === 'install-key' || action === 'enter-password' || action === 'trust-host-key') onDecide();
    else void readHostKey({ platformId, session, draft }, node.id);
  };
  const install = found.install.faults.get(node.id);
  const fault = access.fault ?? ladder(access).find((rung) => rung.state === 'fail')?.fault ?? null;
  return (
    <>
      {install !== undefined && stageOf(node, access) !== 'ready' && <FaultCard fault={install} onAction={act} />}
      {fault !== null && install === undefined && (
        <FaultCard fault={fault} onAction={act}>
          {fault.action !== 'edit-node' && (
            <Button look="quiet" onPress={() => onEdit(node.id)}>
              {words.editNode(node.name)}
            </Button>
          )}
        </FaultCard>
      )}
      <ol className={styles.ladder} aria-label={words.doctor.ladder(node.name)}>
        {ladder(access).map((rung) => (
          <li key={rung.rung} data-state={rung.state}>
            <RungSign rung={rung} />
            <span className={styles.rungName}>{words.doctor.rungs[rung.rung]}</span>
            <span className={styles.faint}>{rung.found === '' ? words.doctor.states[rung.state] : visible(rung.found)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

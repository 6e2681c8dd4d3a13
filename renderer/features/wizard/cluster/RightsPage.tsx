import { RotateCw } from 'lucide-react';
import type { AccessRight, ClusterAccess } from '#contract/cluster.ts';
import type { Status } from '#contract/base.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatBytes, visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import tables from '#renderer/kit/PlainTable.module.css';
import { useWizard } from '../wizard-context.ts';
import { checkAccess } from './check-access.ts';
import styles from './Cluster.module.css';

const words = t.wizard.cluster.rights;

/** What the cluster is and what may be done in it; nothing of it keeps one from going on, all of it says what is lost. */
export function RightsPage() {
  const { platformId, session, draft, found, goTo } = useWizard();
  const { running, access, fault } = found.cluster;
  const again = (): void => void checkAccess({ platformId, session, draft });
  return (
    <PageFrame lead={leadOf(access)} blockers={access === null ? [words.notDone] : []}>
      <ConflictNotice />
      {fault !== null && <FaultCard loud fault={fault} onAction={(action) => (action === 'edit-settings' ? goTo('connect') : again())} />}
      {access === null && fault === null && <Skeleton rows={8} />}
      {access !== null && <Found access={access} />}
      <div>
        <Button small icon={<RotateCw size={13} />} isPending={running} onPress={again}>
          {running ? words.asking : words.again}
        </Button>
      </div>
    </PageFrame>
  );
}

function leadOf(access: ClusterAccess | null): string {
  if (access === null) return words.lead.unknown;
  const limited = access.rights.filter(({ state }) => state === 'limited').length;
  if (limited > 0) return words.lead.some(limited);
  return access.rights.some(({ state }) => state === 'unknown') ? words.lead.unsaid : words.lead.all;
}

function Found({ access }: { readonly access: ClusterAccess }) {
  return (
    <>
      <Facts
        facts={[
          { name: words.facts.server, value: <code>{visible(access.server)}</code> },
          { name: words.facts.user, value: access.user === '' ? '' : <code>{visible(access.user)}</code> },
          { name: words.facts.version, value: words.versions[access.version.verdict](access.version) },
        ]}
      />
      <Rights rights={access.rights} />
      {access.unread !== null && <p className={tables.soft}>{visible(access.unread)}</p>}
      <Nodes nodes={access.nodes} />
      <Classes classes={access.storageClasses} />
    </>
  );
}

const marks: Readonly<Record<AccessRight['state'], Status>> = { pass: 'ready', limited: 'attention', unknown: 'unknown' };

function Rights({ rights }: Pick<ClusterAccess, 'rights'>) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col">{words.columns.what}</th>
            <th scope="col">{words.columns.state}</th>
            <th scope="col">{words.columns.lost}</th>
          </tr>
        </thead>
        <tbody>
          {rights.map(({ id, title, state, lost, missing }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td>
                <StatusMark status={marks[state]} word={words.states[state]} />
              </td>
              <td>
                {lost}
                {missing.length > 0 && <div className={styles.missing}>{words.missing(missing)}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Nodes({ nodes }: Pick<ClusterAccess, 'nodes'>) {
  return (
    <section className={styles.part} aria-label={words.nodes}>
      <h2>{words.nodes}</h2>
      {nodes.length === 0 && <p className={tables.soft}>{words.noNodes}</p>}
      {nodes.length > 0 && (
        <div className={tables.scroll}>
          <table className={tables.table} aria-label={words.nodes}>
            <thead>
              <tr>
                <th scope="col">{words.nodeColumns.name}</th>
                <th scope="col">{words.nodeColumns.state}</th>
                <th scope="col">{words.nodeColumns.version}</th>
                <th scope="col">{words.nodeColumns.capacity}</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map((node) => (
                <tr key={node.uid}>
                  <th scope="row">{visible(node.name)}</th>
                  <td>
                    <StatusMark status={node.status} />
                  </td>
                  <td>{visible(node.version)}</td>
                  <td>{words.offers(t.wizard.settings.cpu(node.cpuMilli), formatBytes(node.memoryBytes))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Classes({ classes }: { readonly classes: ClusterAccess['storageClasses'] }) {
  const { content } = useWizard();
  const useOf = (name: string) => (name === content.settings.storageClass ? words.isChosen : '');
  return (
    <section className={styles.part} aria-label={words.classes}>
      <h2>{words.classes}</h2>
      {classes.length === 0 && <p className={tables.soft}>{words.noClasses}</p>}
      <ul className={styles.classes}>
        {classes.map(({ name, provisioner, isDefault }) => (
          <li key={name}>
            <strong>{visible(name)}</strong> <code>{visible(provisioner)}</code>{' '}
            <span className={tables.soft}>{[isDefault ? words.isDefault : '', useOf(name)].filter((part) => part !== '').join(', ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

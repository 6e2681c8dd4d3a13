import { useState } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { trustHostKey } from '../find-out.ts';
import { accessOf, changedKey } from '../model/access.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Access.module.css';

const words = t.wizard.access.changed;

/** A changed host key is a stop: both fingerprints, and a deliberate word before the new one is trusted. */
export function ChangedKey({ nodeId }: { readonly nodeId: string }) {
  const { content, found, session, platformId, draft } = useWizard();
  const [sure, setSure] = useState(false);
  const node = content.nodes.find((each) => each.id === nodeId);
  const keys = changedKey(node, accessOf(found.access, nodeId));
  if (node === undefined || keys === null) return null;
  return (
    <section role="alert" className={styles.stop}>
      <StatusShape status="failed" size={18} />
      <div className={styles.stopWords}>
        <h2>{words.title(node.name)}</h2>
        <p>{words.why}</p>
        <dl className={styles.prints}>
          <dt>{words.before}</dt>
          <dd>
            <code>{visible(keys.trusted)}</code>
          </dd>
          <dt>{words.now}</dt>
          <dd>
            <code>{visible(keys.shown)}</code>
          </dd>
        </dl>
        <p>{words.ifNot}</p>
        <Checkbox isSelected={sure} onChange={setSure}>
          {words.confirm(node.name)}
        </Checkbox>
        <div>
          <Button look="danger" isDisabled={!sure} onPress={() => void trustHostKey({ platformId, session, draft }, nodeId, keys.shown)}>
            {words.trust(node.name)}
          </Button>
        </div>
      </div>
    </section>
  );
}

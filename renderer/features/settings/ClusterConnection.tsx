import { useState } from 'react';
import { Connection } from '#renderer/features/cluster-access/Connection.tsx';
import { KubeconfigFields } from '#renderer/features/cluster-access/KubeconfigFields.tsx';
import { useKubeconfigForm } from '#renderer/features/cluster-access/use-kubeconfig-form.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './settings.module.css';

const words = t.settings.platform;
const connect = t.wizard.cluster.connect;

interface ClusterConnectionProps {
  readonly platformId: string;
  readonly connected: boolean;
}

/** Which cluster it is and as whom; another context or another kubeconfig takes effect at once. */
export function ClusterConnection({ platformId, connected }: ClusterConnectionProps) {
  const [replacing, setReplacing] = useState(false);
  const [said, setSaid] = useState('');
  const done = (server: string): void => {
    setReplacing(false);
    setSaid(words.connected(server));
  };
  const showsForm = replacing || !connected;
  return (
    <section className={styles.section} aria-label={words.cluster}>
      <h2>{words.cluster}</h2>
      <p className={styles.intro}>{connected ? words.clusterIntro : words.connectIntro}</p>
      {showsForm && <Replace platformId={platformId} onDone={done} onKeep={connected ? () => setReplacing(false) : null} />}
      {!showsForm && <Connection platformId={platformId} onReplace={() => setReplacing(true)} onChanged={done} />}
      <p role="status">{said}</p>
    </section>
  );
}

interface ReplaceProps {
  readonly platformId: string;
  readonly onDone: (server: string) => void;
  readonly onKeep: (() => void) | null;
}
function Replace({ platformId, onDone, onKeep }: ReplaceProps) {
  // A secret: it lives as long as this form.
  const [text, setText] = useState('');
  const form = useKubeconfigForm(platformId, text);
  const go = async (): Promise<void> => {
    const server = await form.connect();
    if (server !== null) onDone(server);
  };
  return (
    <>
      <KubeconfigFields form={form} text={text} onText={setText} onAgain={() => void go()} />
      {form.blocker !== null && text !== '' && <p className={styles.intro}>{form.blocker}</p>}
      <div className={styles.row}>
        <Button look="primary" isDisabled={form.blocker !== null} isPending={form.isPending} onPress={() => void go()}>
          {connect.connect}
        </Button>
        {onKeep !== null && (
          <Button look="quiet" onPress={onKeep}>
            {connect.keep}
          </Button>
        )}
      </div>
    </>
  );
}

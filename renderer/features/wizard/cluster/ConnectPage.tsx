import { useState } from 'react';
import { Connection } from '#renderer/features/cluster-access/Connection.tsx';
import { KubeconfigFields } from '#renderer/features/cluster-access/KubeconfigFields.tsx';
import { useKubeconfigForm } from '#renderer/features/cluster-access/use-kubeconfig-form.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { t } from '#renderer/texts/current.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';

const words = t.wizard.cluster.connect;

/** The way into a cluster that is there already. */
export function ConnectPage() {
  const { connected } = useWizard();
  const [replacing, setReplacing] = useState(false);
  if (connected && !replacing) return <Connected onReplace={() => setReplacing(true)} />;
  return <Unconnected onKeep={connected ? () => setReplacing(false) : null} />;
}

/** What was found out about the cluster before is about another one. */
function useForget(): () => void {
  const { session } = useWizard();
  return () => session.set({ cluster: { running: false, access: null, fault: null } });
}

function Connected({ onReplace }: { readonly onReplace: () => void }) {
  const { platformId, found } = useWizard();
  const forget = useForget();
  const server = found.cluster.access?.server;
  const [isUnused, setUnused] = useState(false);
  return (
    <PageFrame lead={server === undefined ? words.now : words.leadConnected(server)} blockers={isUnused ? [words.chosenFirst] : []}>
      <ConflictNotice />
      <Connection platformId={platformId} onReplace={onReplace} onChanged={forget} onUnused={setUnused} />
    </PageFrame>
  );
}

function Unconnected({ onKeep }: { readonly onKeep: (() => void) | null }) {
  const { platformId, session, found, goTo } = useWizard();
  const text = found.kubeconfig;
  const form = useKubeconfigForm(platformId, text);
  const forget = useForget();
  const connect = async (): Promise<void> => {
    if ((await form.connect()) === null) return;
    forget();
    session.set({ kubeconfig: '' });
    goTo('rights');
  };
  return (
    <PageFrame
      lead={words.lead}
      blockers={form.blocker === null ? [] : [form.blocker]}
      onNext={connect}
      nextLabel={words.connect}
      isPending={form.isPending}
    >
      <ConflictNotice />
      <KubeconfigFields form={form} text={text} onText={(kubeconfig) => session.set({ kubeconfig })} onAgain={() => void connect()} />
      {onKeep !== null && (
        <div>
          <Button look="quiet" onPress={onKeep}>
            {words.keep}
          </Button>
        </div>
      )}
    </PageFrame>
  );
}

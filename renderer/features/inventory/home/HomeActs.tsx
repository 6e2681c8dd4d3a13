import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { versionMessage } from '#contract/inventory/document.ts';
import type { HomeState } from '#contract/inventory/home.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import panel from '../panel.module.css';
import { placeHome, renewHome } from './queries.ts';
import { TakeOver } from './TakeOver.tsx';

const words = t.inventory.home;

function usePush(onDone: () => void) {
  const { platformId } = useInventory();
  return useMutation({
    mutationFn: (message: string) => api.inventory.homes.push({ platformId, message }),
    onSuccess(state) {
      placeHome(platformId, state);
      toast(words.pushed);
      onDone();
    },
    // Why it is not possible changes how both stand to each other.
    onError: () => void renewHome(platformId),
  });
}

/** What can be done as both stand now; what is called for comes first. */
export function HomeActs({ home }: { readonly home: HomeState }) {
  const { platformId } = useInventory();
  const [asking, setAsking] = useState<'push' | 'pull' | null>(null);
  const close = (): void => setAsking(null);
  const check = useMutation({
    mutationFn: () => api.inventory.homes.check({ platformId }),
    onSuccess: (now) => placeHome(platformId, now),
  });
  const write = usePush(close);
  const isGit = home.home.kind === 'git';
  const push = (): void => (isGit ? setAsking('push') : write.mutate(''));
  const error = check.error ?? write.error;
  return (
    <>
      <div className={panel.acts}>
        <CalledFor {...{ home, push }} isPending={write.isPending} pull={() => setAsking('pull')} />
        <Button isPending={check.isPending} onPress={() => check.mutate()}>
          {words.check}
        </Button>
      </div>
      {error !== null && (
        <FaultCard
          fault={toFault(error)}
          onDismiss={() => {
            check.reset();
            write.reset();
          }}
        />
      )}
      {asking === 'push' && home.home.kind === 'git' && <PushDialog {...home.home} onClose={close} />}
      {asking === 'pull' && <TakeOver onClose={close} />}
    </>
  );
}

interface CalledForProps {
  readonly home: HomeState;
  readonly push: () => void;
  readonly pull: () => void;
  readonly isPending: boolean;
}

/** By how both stand: write there, take over or merge. */
function CalledFor({ home: { home, state, known }, push, pull, isPending }: CalledForProps) {
  const { address } = useInventory();
  return (
    <>
      {(state === 'ahead' || state === 'absent') && (
        <Button look="primary" isPending={isPending} onPress={push}>
          {home.kind === 'git' ? words.pushOpen : words.push}
        </Button>
      )}
      {state === 'behind' && (
        <Button look="primary" onPress={pull}>
          {words.pullOpen}
        </Button>
      )}
      {state === 'diverged' && (
        <Button look="primary" onPress={() => address.set({ tab: 'merge-home' })}>
          {words.merge}
        </Button>
      )}
      {(known === 'behind' || known === 'diverged') && (
        <Button onPress={() => address.set({ tab: 'versions', from: 'saved', to: 'home' })}>{words.compare}</Button>
      )}
    </>
  );
}

interface PushDialogProps {
  readonly branch: string;
  readonly path: string;
  readonly onClose: () => void;
}

/** Into a repository one writes with a message. */
function PushDialog({ branch, path, onClose }: PushDialogProps) {
  const [message, setMessage] = useState('');
  const problem = complaint(versionMessage, message) ?? undefined;
  const push = usePush(onClose);
  return (
    <FormDialog
      title={words.pushTitle}
      action={words.push}
      isReady={problem === undefined}
      isPending={push.isPending}
      onSubmit={() => push.mutate(message.trim())}
      onClose={onClose}
    >
      <p>{words.pushEffect(branch, path)}</p>
      {push.error !== null && <FaultCard fault={toFault(push.error)} onDismiss={push.reset} />}
      <TextField
        label={words.message}
        note={words.optional}
        hint={words.messageHint}
        value={message}
        onChange={setMessage}
        error={problem}
        autoFocus
      />
    </FormDialog>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { HomeState, InventoryHome } from '#contract/inventory/home.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Checkbox, RadioGroup } from '#renderer/kit/Choices.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { isOverHttps, readHome } from './home-form.ts';
import type { TypedHome, TypedPlace } from './home-form.ts';
import styles from './home.module.css';
import { placeHome } from './queries.ts';

const words = t.inventory.home;
const kindOptions = [
  { value: 'file', ...words.kinds.file },
  { value: 'git', ...words.kinds.git },
] as const;

interface HomeFormProps {
  readonly id: string;
  readonly held: HomeState | null;
  readonly place: TypedPlace;
  readonly onPlace: (place: TypedPlace) => void;
  readonly onSet: () => void;
  /** What sends it, told whether it is under way. */
  readonly children: (isPending: boolean) => ReactNode;
}

/** A file, or a repository with what is needed to get in. */
export function HomeForm({ id, held, place, onPlace, onSet, children }: HomeFormProps) {
  const { platformId } = useInventory();
  // A token lives as long as this form.
  const [secret, setSecret] = useState({ token: '', dropToken: false });
  const typed: TypedHome = { ...place, ...secret };
  const [tried, setTried] = useState(false);
  const read = readHome(typed, held?.hasToken ?? false);
  const set = useMutation({
    mutationFn: ({ home, token }: { home: InventoryHome; token: string | undefined }) =>
      api.inventory.homes.set({ platformId, home, ...(token === undefined ? {} : { token }) }),
    onSuccess(state) {
      placeHome(platformId, state);
      onSet();
    },
    gcTime: 0,
  });
  const submit = (): void => {
    setTried(true);
    if ('home' in read && !set.isPending) set.mutate(read);
  };
  const errorOf = (complaint: string): string | undefined => (tried && 'complaints' in read ? read.complaints.get(complaint) : undefined);
  const field = (name: Exclude<keyof TypedPlace, 'kind'>, complaint: string) => ({
    value: place[name],
    onChange: (value: string) => onPlace({ ...place, [name]: value }),
    error: errorOf(complaint),
  });
  return (
    <>
      <form
        id={id}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {set.error !== null && <FaultCard fault={toFault(set.error)} onDismiss={set.reset} />}
        <RadioGroup label={words.kind} value={typed.kind} options={kindOptions} onChange={(kind) => onPlace({ ...place, kind })} cards />
        {typed.kind === 'file' && <TextField label={words.path} hint={words.pathHint} {...field('filePath', 'path')} mono />}
        {typed.kind === 'git' && (
          <>
            <TextField label={words.remote} hint={words.remoteHint} {...field('remote', 'remote')} mono />
            <div className={styles.pair}>
              <TextField label={words.branch} {...field('branch', 'branch')} mono />
              <TextField label={words.repositoryPath} {...field('repositoryPath', 'path')} mono />
            </div>
          </>
        )}
        {isOverHttps(typed) && (
          <>
            <div className={styles.pair}>
              <TextField label={words.user} note={words.optional} hint={words.userHint} {...field('user', 'user')} mono />
              <TextField
                label={words.token}
                note={words.optional}
                hint={held?.hasToken === true ? words.tokenKept : words.tokenNew}
                value={secret.token}
                onChange={(token) => setSecret((now) => ({ ...now, token }))}
                error={errorOf('token')}
                secret
                mono
              />
            </div>
            {held?.hasToken === true && (
              <Checkbox isSelected={secret.dropToken} onChange={(dropToken) => setSecret((now) => ({ ...now, dropToken }))}>
                {words.dropToken}
              </Checkbox>
            )}
          </>
        )}
      </form>
      {children(set.isPending)}
    </>
  );
}

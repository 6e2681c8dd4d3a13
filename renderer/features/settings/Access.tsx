import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AccessToken } from '#contract/system.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { listSource, comparatorOf, matcher } from '#renderer/kit/table/table-model.ts';
import { TableView } from '#renderer/kit/table/TableView.tsx';
import { useTableAddress } from '#renderer/kit/table/use-table-address.ts';
import { tokensQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { CreateToken } from './CreateToken.tsx';
import styles from './settings.module.css';
import { isValid, tokenColumns } from './token-columns.tsx';

const words = t.settings.access;
const newestFirst = (a: AccessToken, b: AccessToken): number => b.createdAt - a.createdAt;

export function Access() {
  const { data, error, refetch } = useQuery(tokensQuery);
  const client = useQueryClient();
  const address = useTableAddress();
  const [revoking, setRevoking] = useState<AccessToken | null>(null);
  const revoke = useMutation({
    mutationFn: (token: AccessToken) => api.access.revokeToken({ tokenId: token.id }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const rows = useMemo(() => {
    const keep = matcher<AccessToken>((token) => [token.label, ...token.scopes], address.filter) ?? (() => true);
    const list = (data ?? []).filter(keep).sort(comparatorOf(tokenColumns, address.sort, newestFirst));
    return listSource(list, data?.length ?? 0);
  }, [data, address]);
  const create = (open: boolean): void => address.set({ new: open ? '1' : '' });
  const actions = (token: AccessToken) => [
    { id: 'revoke', label: words.revoke, danger: true, isDisabled: !isValid(token), run: () => setRevoking(token) },
  ];
  return (
    <>
      <div className={styles.top}>
        <p className={styles.intro}>{words.intro}</p>
        <Button look="primary" onPress={() => create(true)}>
          {words.create}
        </Button>
      </div>
      {revoke.error !== null && <FaultCard fault={toFault(revoke.error)} onDismiss={revoke.reset} />}
      <div className={styles.table}>
        <TableView
          id="tokens"
          label={t.settings.sections.access}
          columns={tokenColumns}
          keyOf={(token) => token.id}
          nameOf={(token) => token.label}
          onOpen={() => undefined}
          isLoading={data === undefined && error === null}
          note={error === null ? null : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
          plain
          empty={<EmptyState title={words.emptyTitle}>{words.empty}</EmptyState>}
          {...{ rows, address, actions }}
        />
      </div>
      {address.get('new') !== '' && <CreateToken onClose={() => create(false)} />}
      <Confirm
        isOpen={revoking !== null}
        title={words.revokeTitle(revoking?.label ?? '')}
        effect={words.revokeEffect}
        action={words.revoke}
        keep={words.keep}
        stake={{ tier: 'restart' }}
        onClose={() => setRevoking(null)}
        onConfirm={() => {
          if (revoking !== null) revoke.mutate(revoking);
          setRevoking(null);
        }}
      />
    </>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { typedName, type Platform } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { contentOf } from '#renderer/features/wizard/model/merge.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery, platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './settings.module.css';

const words = t.settings.platform;

/** What is typed, and the platform as it was when typing began: what somebody else saved since must not be overwritten. */
interface Typed {
  readonly text: string;
  readonly base: Platform;
}

function save({ text, base }: Typed): Promise<Platform> {
  return api.platforms.save({ platformId: base.id, expectedRevision: base.revision, content: { ...contentOf(base), name: text } });
}

export function RenamePlatform({ platform }: { readonly platform: Platform }) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const { refetch, isFetching } = useQuery(platformQuery(platform.id));
  const form = useFocusWhenAsked();
  const rename = useMutation({
    mutationFn: save,
    onSuccess: (saved) => {
      queryClient.setQueryData(platformQuery(saved.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
      setTyped(null);
      toast(words.saved(saved.name));
    },
  });
  const reload = async (): Promise<void> => {
    const { data: newest } = await refetch();
    if (newest === undefined) return;
    setTyped((now) => now && { ...now, base: newest });
    rename.reset();
  };
  const text = typed?.text ?? platform.name;
  const isSame = text.trim() === platform.name;
  const fault = rename.error === null ? null : toFault(rename.error);
  const refused = fault?.field === 'content.name' ? fault.what : undefined;
  const problem = complaint(typedName, text) ?? refused;
  const submit = (): void => {
    if (typed !== null && problem === undefined && !isSame && !rename.isPending) rename.mutate(typed);
  };
  return (
    <form
      ref={form}
      noValidate
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.name}>
        <TextField
          label={words.name}
          hint={isSame ? words.nameHint : words.nameNow(platform.name)}
          value={text}
          onChange={(next) => {
            setTyped({ text: next, base: typed?.base ?? platform });
            if (refused !== undefined) rename.reset();
          }}
          error={problem}
          maxLength={80}
        />
      </div>
      {fault !== null && refused === undefined && (
        <FaultCard
          fault={fault}
          isPending={isFetching}
          onAction={(action) => (action === 'reload' ? void reload() : submit())}
          onDismiss={rename.reset}
        />
      )}
      <div>
        <Button type="submit" look="primary" isDisabled={isSame || problem !== undefined} isPending={rename.isPending}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

/** "Rename platform" in the palette leads into the field, ready to be typed over. */
function useFocusWhenAsked() {
  const form = useRef<HTMLFormElement>(null);
  const [params, setParams] = useSearchParams();
  const isAsked = params.has('rename');
  useEffect(() => {
    if (!isAsked) return;
    form.current?.querySelector('input')?.select();
    setParams({}, { replace: true });
  }, [isAsked, setParams]);
  return form;
}

import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import type { Platform } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { dropRunsOf } from '#renderer/features/runs/all-runs.ts';
import { forgetSession } from '#renderer/features/wizard/sessions.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm, ConfirmList } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { paths } from '#renderer/paths.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './settings.module.css';

const words = t.settings.platform;

function lost({ nodes, components }: Platform, connected: boolean): readonly string[] {
  const names = nodes.map((node) => visible(node.name));
  return [
    names.length === 0 ? words.noMachines : words.machines(names),
    words.choices(components.length),
    ...(connected ? [words.kubeconfig] : []),
    words.runs,
  ];
}

/** Takes the platform out of all that this window still holds of it. */
function dropPlatform(platformId: string): void {
  forgetSession(platformId);
  dropRunsOf(platformId);
  queryClient.setQueryData(platformsQuery.queryKey, (held) => held?.filter((one) => one.id !== platformId));
  void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
}

export function ForgetPlatform({ platform, connected }: { readonly platform: Platform; readonly connected: boolean }) {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const ask = (open: boolean): void => setParams(open ? { forget: '1' } : {}, { replace: true });
  const forget = useMutation({
    mutationFn: () => api.platforms.remove({ platformId: platform.id }),
    onSuccess: () => {
      void navigate(paths.start);
      dropPlatform(platform.id);
      toast(words.wasForgotten(platform.name));
    },
  });
  const fault = forget.error === null ? null : toFault(forget.error);
  const holder = fault?.details['runId'];
  const openRun = typeof holder === 'string' ? () => void navigate(paths.run(holder)) : undefined;
  return (
    <section className={styles.section}>
      <h2>{words.forget}</h2>
      <p className={styles.intro}>{words.forgetText}</p>
      <div>
        <Button look="danger" onPress={() => ask(true)}>
          {words.forgetOpen}
        </Button>
      </div>
      <Confirm
        isOpen={params.has('forget')}
        title={words.forgetTitle(visible(platform.name))}
        effect={words.forgetEffect}
        action={words.forgetAction}
        keep={words.keep}
        stake={{ tier: 'data', objects: lost(platform, connected), name: platform.name }}
        listTitle={words.forgotten}
        isPending={forget.isPending}
        onClose={() => {
          forget.reset();
          ask(false);
        }}
        onConfirm={() => forget.mutate()}
      >
        <ConfirmList prose title={words.staysTitle} items={words.stays} />
        {fault !== null && <FaultCard fault={fault} onAction={openRun} />}
      </Confirm>
    </section>
  );
}

import { useState } from 'react';
import { distributions, type Installable } from '#contract/distributions.ts';
import { platformContent, type Platform } from '#contract/platforms.ts';
import { visible } from '#renderer/kit/format.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { nextChannel } from './next-channel.ts';
import { PlanConfirm } from './PlanConfirm.tsx';

const upgrading = t.life.upgrading;

export interface PlatformDialogProps {
  readonly platform: Platform;
  readonly onClose: () => void;
}

export function UpgradePlatform({ platform, distribution, onClose }: PlatformDialogProps & { readonly distribution: Installable }) {
  const [typed, setTyped] = useState(() => nextChannel(platform.channel, distributions[distribution].tracks));
  const channel = platformContent.shape.channel.safeParse(typed.trim());
  const wanted = channel.success ? channel.data : platform.channel;
  return (
    <PlanConfirm
      title={upgrading.title(visible(platform.name))}
      effect={upgrading.effect(platform.channel, wanted)}
      action={upgrading.action}
      name={platform.name}
      wish={{ kind: 'upgrade', platformId: platform.id, channel: wanted }}
      isReady={channel.success}
      onClose={onClose}
    >
      <TextField
        mono
        label={upgrading.channel}
        hint={upgrading.otherHint}
        error={channel.success ? undefined : channel.error.issues[0]?.message}
        value={typed}
        onChange={setTyped}
      />
    </PlanConfirm>
  );
}

const renewing = t.life.renewing;

export function RenewCertificates({ platform, onClose }: PlatformDialogProps) {
  return (
    <PlanConfirm
      title={renewing.title(visible(platform.name))}
      effect={renewing.effect}
      action={renewing.action}
      name={null}
      wish={{ kind: 'renew-certificates', platformId: platform.id }}
      isReady
      onClose={onClose}
    />
  );
}

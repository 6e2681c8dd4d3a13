// Renews the certificates of the control nodes that end within a month, one node at a time.
import type { Platform } from '#contract/platforms.ts';
import { certificateMarginDays } from '#core/platform/certificates.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { all, line, previous, type PlanParts } from './planned-step.ts';
import { firstControl, furtherControls, wholePlatform } from './subjects.ts';

export function renewCertificatesPlan(platform: Platform): PlanParts {
  const { title } = systemOf(platform);
  return {
    title: ({ name }) => `Renew the certificates of ${name}`,
    phases: [
      { id: 'certificates', title: 'Certificates' },
      { id: 'access', title: 'Access' },
    ],
    lines: [
      line({
        step: 'renew-certificates',
        phase: 'certificates',
        subjects: (all) => [...firstControl(all), ...furtherControls(all)],
        title: ({ node }) => `Renew the certificates of ${node.name}`,
        needs: [previous('renew-certificates')],
        changes: ({ node }) => [
          `${node.name}: certificates that end within ${certificateMarginDays} days; the services of ${title} start again`,
        ],
        seconds: 60,
      }),
      line({
        step: 'refresh-kubeconfig',
        phase: 'access',
        subjects: wholePlatform,
        title: () => 'Fetch the kubeconfig, if it changed',
        needs: [all('renew-certificates')],
        changes: () => ['This computer: the kubeconfig of the cluster, if its client certificate changed'],
        seconds: 3,
      }),
    ],
    nothing: 'no machine is a control node.',
    stays: [
      'The certificate authorities: with new ones every node would have to leave and join again.',
      'The certificates of workers, which last ten years, as the authority does. A worker that leaves and joins again gets new ones.',
    ],
  };
}

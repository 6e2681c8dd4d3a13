import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { openKube } from '#adapters/kube/open-kube.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openPractice } from '#practice/open.ts';
import { kubeconfigConformance } from './kubeconfigs.ts';

const real = () => openKube({ log: sketchLog() });

kubeconfigConformance('the practice lab', {
  open: () => openPractice({ clock: virtualClock(), kubeconfigs: kubeconfigReader }).kube,
  like: real,
});
kubeconfigConformance('a connection over HTTPS', { open: real, like: real });

import type { PracticeFault } from '#contract/system.ts';

const words: Readonly<Record<PracticeFault, { title: string; hint: string }>> = {
  'power-loss': { title: 'No power', hint: 'It stops answering, at once.' },
  'wrong-password': { title: 'Wrong password', hint: 'It refuses the password you give.' },
  'full-disk': { title: 'Full disk', hint: 'Nothing more can be written to its root file system.' },
  'slow-join': { title: 'Slow join', hint: 'Joining the cluster takes much longer than usual.' },
  'changed-host-key': { title: 'Changed host key', hint: 'It shows another key than the one you trusted.' },
  'clock-skew': { title: 'Wrong clock', hint: 'Its clock is minutes away from the others.' },
  'already-in-cluster': { title: 'In another cluster', hint: 'It is already a member of a cluster.' },
};

/** Every fault of the practice lab, in the order shown. */
export const practiceFaults: readonly { readonly fault: PracticeFault; readonly title: string; readonly hint: string }[] = [
  { fault: 'power-loss', ...words['power-loss'] },
  { fault: 'wrong-password', ...words['wrong-password'] },
  { fault: 'full-disk', ...words['full-disk'] },
  { fault: 'slow-join', ...words['slow-join'] },
  { fault: 'changed-host-key', ...words['changed-host-key'] },
  { fault: 'clock-skew', ...words['clock-skew'] },
  { fault: 'already-in-cluster', ...words['already-in-cluster'] },
];

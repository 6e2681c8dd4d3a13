import type { KernelWants } from '#steps/calls/machine.ts';

/** Container file systems, and pod traffic that passes the machine's own filters and goes to other machines; the numbers are those that `microk8s inspect` asks for. */
export const containerKernel: KernelWants = {
  modules: ['overlay', 'br_netfilter', 'vxlan'],
  sysctls: [
    'net.ipv4.ip_forward=1',
    'net.bridge.bridge-nf-call-iptables=1',
    'fs.inotify.max_user_instances=1024',
    'fs.inotify.max_user_watches=1048576',
  ],
};

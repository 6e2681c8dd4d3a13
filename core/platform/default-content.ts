// What a platform is when nothing is said.
import { channelOf, distributions } from '#contract/distributions.ts';
import type { PlatformContent } from '#contract/platforms.ts';

/** The wizard's recommendation, until a person chooses. */
const recommended = 'microk8s';
const { storageClass, podCidr, serviceCidr } = distributions[recommended];

export const defaultContent: Omit<PlatformContent, 'name'> = {
  distribution: recommended,
  channel: channelOf(recommended),
  nodes: [],
  settings: {
    domain: 'home.lan',
    certificates: { mode: 'self-signed' },
    ingressPool: null,
    storageClass,
    adminUser: 'admin',
    podCidr,
    serviceCidr,
  },
  components: [],
  page: 'distribution',
};

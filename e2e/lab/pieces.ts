/** What the lab is made of. A piece is built by recipes/NAME.sh into a folder of the cache of its own. */
export type Piece = {
  readonly name: string;
  readonly version: string;
  readonly needs?: readonly string[];
  /** Files and folders of this folder, beside the recipe, that go into the piece. */
  readonly sources?: readonly string[];
  /** Debian packages of the machine that the recipe or the piece calls. */
  readonly packages?: readonly string[];
};

export const kubernetesVersion = '1.36.3';

/** Packages for running a lab, whatever it holds. */
export const basePackages = [
  'iproute2',
  'util-linux',
  'openssh-client',
  'e2fsprogs',
  'iptables',
  'procps',
  'ca-certificates',
  'mount',
] as const;

export const requiredPieces: readonly Piece[] = [
  { name: 'labcluster', version: kubernetesVersion, sources: ['labcluster'] },
  { name: 'rootfs', version: 'bookworm-1', packages: ['debootstrap'] },
  { name: 'kube', version: kubernetesVersion },
  { name: 'helm', version: 'v4.3.1' },
  { name: 'coredns', version: 'v1.15.0', sources: ['coredns'] },
  { name: 'registry', version: 'v3.1.2' },
  { name: 'kwok', version: 'v0.8.0' },
  { name: 'labnode', version: '1', sources: ['node'] },
  {
    name: 'images',
    version: '1',
    needs: ['labnode', 'coredns', 'registry'],
    sources: ['images', 'recipes/mkimg.sh'],
    packages: ['busybox-static', 'gcc', 'libc6-dev'],
  },
  { name: 'layer', version: '1', needs: ['labcluster', 'kube', 'helm', 'labnode', 'images'], sources: ['inside/etc'] },
];

export const optionalPieces: readonly Piece[] = [
  { name: 'metrics-server', version: 'v0.9.0' },
  { name: 'gitea', version: 'v1.26.0', packages: ['gcc', 'libc6-dev', 'git'] },
  { name: 'argocd', version: 'v3.5.7', packages: ['redis-server', 'git'] },
  { name: 'kustomize', version: 'v5.8.1' },
  { name: 'minio', version: 'v0.0.0-20260212201848-7aac2a2c5b7c' },
  { name: 'cert-manager', version: 'v1.11.5', sources: ['recipes/mkimg.sh'] },
  { name: 'python', version: 'bookworm' },
  { name: 'velero', version: 'v1.18.3' },
  { name: 'velero-aws', version: 'v1.14.3' },
  { name: 'keycloak', version: '26.4.0', packages: ['maven', 'openjdk-17-jre-headless'] },
  { name: 'prometheus', version: 'bookworm', packages: ['prometheus', 'prometheus-node-exporter'] },
];

// Every step by its id. The journal of a run names steps; the engine finds them here.
import type { Step } from '#core/runs/step.ts';
import { installKey } from './access/install-key.ts';
import { sudoRule } from './access/sudo-rule.ts';
import { controlPlaneReady } from './provision/control-plane-ready.ts';
import { enableAddon } from './provision/enable-addon.ts';
import { fetchKubeconfig } from './provision/fetch-kubeconfig.ts';
import { installComponent } from './provision/install-component.ts';
import { installMicrok8s } from './provision/install-microk8s.ts';
import { joinWorker } from './provision/join-worker.ts';
import { markNode } from './provision/mark-node.ts';
import { preflight } from './provision/preflight.ts';
import { prepareHostname } from './provision/prepare-hostname.ts';
import { prepareHostsFile } from './provision/prepare-hosts-file.ts';
import { prepareKernel } from './provision/prepare-kernel.ts';
import { preparePackages } from './provision/prepare-packages.ts';
import { readFacts } from './provision/read-facts.ts';
import { verifyComponent } from './provision/verify-component.ts';

const all: readonly Step[] = [
  installKey,
  sudoRule,
  readFacts,
  preflight,
  prepareHostname,
  prepareHostsFile,
  preparePackages,
  prepareKernel,
  installMicrok8s,
  controlPlaneReady,
  joinWorker,
  markNode,
  enableAddon,
  fetchKubeconfig,
  installComponent,
  verifyComponent,
];

export const steps: ReadonlyMap<string, Step> = new Map(all.map((step) => [step.id, step]));

// Every step by its id. The journal of a run names steps; the engine finds them here.
import type { Step } from '#core/runs/step.ts';
import { installKey } from './access/install-key.ts';
import { sudoRule } from './access/sudo-rule.ts';
import { cleanPackages } from './fixes/clean-packages.ts';
import { newMachineId } from './fixes/new-machine-id.ts';
import { swapOff } from './fixes/swap-off.ts';
import { timeSyncOn } from './fixes/time-sync-on.ts';
import { checkCluster } from './provision/check-cluster.ts';
import { certificateAuthority } from './provision/certificate-authority.ts';
import { cordonNode, uncordonNode } from './life/cordon-node.ts';
import { closeForPods, openForPods } from './life/new-pods.ts';
import { departNode } from './life/depart-node.ts';
import { drainNode } from './life/drain-node.ts';
import { forgetNode, noteFacts, renameEntry, setChannel } from './life/inventory-steps.ts';
import { mayLeave } from './life/may-leave.ts';
import { purgeDistribution } from './life/purge-distribution.ts';
import { refreshDistribution } from './life/refresh-distribution.ts';
import { refreshKubeconfig } from './life/refresh-kubeconfig.ts';
import { renewCertificates } from './life/renew-certificates.ts';
import { staggerRefresh } from './life/stagger-refresh.ts';
import { upgradeGate } from './life/upgrade-gate.ts';
import { apiServerLogin } from './login/api-server-login.ts';
import { checkAuthorization } from './login/check-authorization.ts';
import { checkIssuerStep } from './login/check-issuer.ts';
import { loginAdmins } from './login/login-admins.ts';
import { sameLogin } from './login/same-login.ts';
import { controlPlaneReady } from './provision/control-plane-ready.ts';
import { enableFeature } from './provision/enable-feature.ts';
import { fetchKubeconfig } from './provision/fetch-kubeconfig.ts';
import { installComponent } from './provision/install-component.ts';
import { installDistribution } from './provision/install-distribution.ts';
import { joinControl, joinWorker } from './provision/join-node.ts';
import { markNode, unmarkNode } from './provision/mark-node.ts';
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
  installDistribution,
  controlPlaneReady,
  joinControl,
  joinWorker,
  markNode,
  unmarkNode,
  enableFeature,
  fetchKubeconfig,
  installComponent,
  verifyComponent,
  certificateAuthority,
  checkAuthorization,
  checkIssuerStep,
  apiServerLogin,
  loginAdmins,
  sameLogin,
  checkCluster,
  swapOff,
  timeSyncOn,
  newMachineId,
  cleanPackages,
  mayLeave,
  cordonNode,
  uncordonNode,
  openForPods,
  closeForPods,
  drainNode,
  departNode,
  purgeDistribution,
  refreshKubeconfig,
  forgetNode,
  renameEntry,
  noteFacts,
  setChannel,
  upgradeGate,
  refreshDistribution,
  staggerRefresh,
  renewCertificates,
];

export const steps: ReadonlyMap<string, Step> = new Map(all.map((step) => [step.id, step]));

// Objects as an API server sends them, cut down to what matters.
interface PodDraft {
  readonly uid: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly restarts?: number;
  readonly message?: string;
}

export const rawPod = (draft: PodDraft) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    uid: draft.uid,
    name: draft.name ?? `pod-${draft.uid}`,
    namespace: draft.namespace ?? 'default',
    creationTimestamp: '2026-01-02T03:04:05Z',
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', controller: true, uid: 'rs' }],
    managedFields: [{ manager: 'kubelet', operation: 'Update', fieldsV1: { 'f:status': { '}],"items":[': {} } } }],
  },
  spec: {
    nodeName: draft.node ?? 'node1',
    containers: [
      {
        name: 'web',
        image: 'web:1',
        env: [{ name: 'QUOTE', value: 'a "b" \\ {[ ü 😀' }],
        resources: { requests: { cpu: '250m', memory: '64Mi' } },
      },
    ],
  },
  status: {
    phase: 'Running',
    podIP: '10.1.0.4',
    message: draft.message ?? '',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
    containerStatuses: [
      { name: 'web', ready: true, restartCount: draft.restarts ?? 0, state: { running: { startedAt: '2026-01-02T03:04:06Z' } } },
    ],
  },
});

import { permanent, transient } from './entry.ts';

export const operationFaults = {
  PLAN_CYCLE: permanent<{ path: string }>({
    status: 422,
    what: (d) => `The plan turns in a circle: ${d.path}.`,
    why: 'A task cannot need itself, even by way of others.',
    todo: 'Remove one of these dependencies.',
  }),
  PLAN_UNKNOWN_NEED: permanent<{ task: string; needs: string }>({
    status: 422,
    what: (d) => `Task ${d.task} needs ${d.needs}, which is not in the plan.`,
    why: 'The name is misspelt, or its step was left out.',
    todo: 'Correct the name.',
  }),
  PLAN_INVALID: permanent<{ reason: string }>({
    status: 422,
    what: (d) => `No plan can be made yet: ${d.reason}`,
    why: 'Something that the plan stands on is missing.',
    todo: 'Go back to the page named above and complete it.',
    action: 'edit-settings',
  }),
  PLATFORM_BUSY: permanent<{ platform: string; runId: string }>({
    status: 423,
    what: (d) => `Another run is changing ${d.platform}.`,
    why: 'Only one run at a time may change a platform.',
    todo: 'Wait for it, or cancel it in the task centre.',
    action: 'resume-run',
  }),
  NOT_VERIFIED: transient<{ title: string; reason: string }>({
    status: 500,
    what: (d) => `"${d.title}" was carried out, but looking at the result shows otherwise.`,
    why: (d) => d.reason,
    todo: 'Retry the task; it looks first and repeats only what is missing.',
    action: 'retry',
  }),
  COMPONENT_UNKNOWN: permanent<{ id: string; likely: string }>({
    status: 404,
    what: (d) => `The catalogue has no component "${d.id}".`,
    why: (d) => (d.likely === '' ? 'It may be from another version.' : `Did you mean ${d.likely}?`),
    todo: 'Choose one from the catalogue.',
  }),
  CHART_MISSING: permanent<{ chart: string; reason: string }>({
    status: 502,
    what: (d) => `The chart ${d.chart} cannot be had.`,
    why: (d) => d.reason,
    todo: 'Check the internet connection, or put the chart in the folder that HEARTH_CHARTS names.',
    action: 'retry',
  }),
  HELM_FAILED: permanent<{ release: string; reason: string }>({
    status: 500,
    what: (d) => `Helm could not install ${d.release}.`,
    why: (d) => d.reason,
    todo: 'Open the log of this task.',
    action: 'open-log',
  }),
  CLUSTER_UNREACHABLE: transient<{ server: string; reason: string }>({
    status: 502,
    what: (d) => `The cluster at ${d.server} does not answer.`,
    why: (d) => d.reason,
    todo: 'Hearth keeps trying; the last known state stays on the screen with its age.',
    action: 'retry',
  }),
  CLUSTER_REFUSED: permanent<{ server: string; reason: string }>({
    status: 403,
    what: (d) => `The cluster at ${d.server} refuses these credentials.`,
    why: (d) => d.reason,
    todo: 'Fetch the kubeconfig again from the control node, or import a new one.',
    action: 'edit-settings',
  }),
  KUBECONFIG_INVALID: permanent<{ reason: string }>({
    status: 422,
    what: (d) => `This is not a usable kubeconfig: ${d.reason}`,
    why: 'A context, its cluster or its user is missing or malformed.',
    todo: 'Paste the whole file.',
  }),
  KUBECONFIG_RUNS_COMMAND: permanent<{ command: string }>({
    status: 409,
    what: (d) => `This kubeconfig wants to run a program on your computer: ${d.command}`,
    why: 'Its login works through an external program. Hearth runs nothing you have not allowed.',
    todo: 'Read the command. Allow it only if you know where it comes from.',
    action: 'allow-command',
  }),
  STORE_DAMAGED: permanent<{ path: string; aside: string; backup: string }>({
    status: 500,
    what: (d) => `The database ${d.path} is damaged and was set aside as ${d.aside}.`,
    why: 'The file does not pass the integrity check of SQLite.',
    todo: (d) =>
      d.backup === ''
        ? 'No backup was found; Hearth can start empty.'
        : `The newest backup is ${d.backup}; start with --restore-backup to use it.`,
    action: 'restore-backup',
  }),
  STORE_NEWER: permanent<{ path: string; found: string }>({
    status: 500,
    what: (d) => `The data in ${d.path} was written by a newer Hearth (${d.found}).`,
    why: 'Going back is not possible without losing what the newer version wrote.',
    todo: 'Install the newer version, or use another folder with --data.',
  }),
  DATA_IN_USE: permanent<{ path: string; pid: number }>({
    status: 423,
    what: (d) => `Another Hearth (process ${d.pid}) uses the data folder ${d.path}.`,
    why: 'Two engines on the same data would undo each other.',
    todo: 'Use that one, end it, or start with --data and another folder.',
  }),
  DATA_NOT_WRITABLE: permanent<{ path: string; reason: string }>({
    status: 500,
    what: (d) => `The data folder ${d.path} cannot be written.`,
    why: (d) => d.reason,
    todo: 'Free some space, or give yourself the right to write there, or start with --data and another folder.',
  }),
  PORT_IN_USE: permanent<{ port: number }>({
    status: 500,
    what: (d) => `Port ${d.port} is in use.`,
    why: 'Another program listens there.',
    todo: 'Start with --port and another number, or leave it out for a free one.',
  }),
  SECRETS_UNREADABLE: permanent<{ path: string; reason: string }>({
    status: 500,
    what: (d) => `The stored secrets in ${d.path} cannot be read.`,
    why: (d) => d.reason,
    todo: 'Bring the file and its key back from a backup, or enter what is asked for again; the old file is then set aside.',
    action: 'enter-password',
  }),
  SECRET_MISSING: permanent<{ name: string }>({
    status: 409,
    what: (d) => `The secret "${d.name}" is not in the keychain.`,
    why: 'It was removed, or belongs to another computer.',
    todo: 'Enter it again.',
    action: 'enter-password',
  }),
};

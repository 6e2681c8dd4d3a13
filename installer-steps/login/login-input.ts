// What the tasks of a cluster login read from the plan; the journal may be older than this version, so it is checked.
import { clusterLoginSettings, type ClusterLoginSettings } from '#contract/cluster-login.ts';

export const loginOf = (input: Readonly<Record<string, unknown>>): ClusterLoginSettings => clusterLoginSettings.parse(input['login']);

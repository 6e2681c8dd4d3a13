// Names that Ansible keeps to itself (ansible-core 2.20: `ansible.vars.reserved`, and its magic variables).

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Keywords of plays and tasks, and functions of templates: a variable of that name is warned about and partly out of reach. */
const keywords = words(
  'action always any_errors_fatal args async async_val become become_exe become_flags become_method become_user block changed_when check_mode collections connection cycler debugger delay delegate_facts delegate_to dict diff environment fact_path failed_when force_handlers gather_facts gather_timeout handlers hosts ignore_errors ignore_unreachable joiner lipsum local_action lookup loop loop_control loop_with max_fail_percentage module_defaults name namespace no_log notify now omit order poll port post_tasks pre_tasks q query range register remote_user rescue retries roles run_once serial strategy tags tasks throttle timeout undef until vars vars_files vars_prompt when with_',
);
/** Set by Ansible itself at every run; what the inventory says is lost. */
const magic = words(
  'ansible_check_mode ansible_collection_name ansible_config_file ansible_dependent_role_names ansible_diff_mode ansible_facts ansible_forks ansible_inventory_sources ansible_limit ansible_parent_role_names ansible_parent_role_paths ansible_play_batch ansible_play_hosts ansible_play_hosts_all ansible_play_name ansible_play_role_names ansible_playbook_python ansible_role_name ansible_role_names ansible_run_tags ansible_search_path ansible_skip_tags ansible_verbosity ansible_version group_names groups hostvars inventory_dir inventory_file inventory_hostname inventory_hostname_short play_hosts playbook_dir role_name role_names role_path',
);
/** A variable is a name of Python, and these are none. */
const python = words(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
);

/** Why a variable should not be called so, completing "…, which"; null: it may. */
export function reservedFor(name: string): string | null {
  if (magic.has(name)) return 'is set by Ansible itself at every run';
  if (keywords.has(name)) return 'is a keyword of Ansible';
  return python.has(name) ? 'is a keyword of Python, so that Ansible refuses it' : null;
}

/** There without being said: set by Ansible, or found out on the machines. */
export const isAnsiblesOwn = (name: string): boolean =>
  magic.has(name) || keywords.has(name) || name.startsWith('ansible_') || name === 'item';

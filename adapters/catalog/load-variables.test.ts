import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { tokenNames } from '#core/catalog/values.ts';
import { loadVariables, parseVariables } from './load-variables.ts';

const folder = join(import.meta.dirname, '../../catalog/variables');
const all = loadVariables(folder);
const names = new Set(all.flatMap(({ name, aliases }) => [name, ...aliases]));

describe('the dictionary', () => {
  test('each of its files holds variables, and every one of them can be loaded', () => {
    expect(new Set(all.map(({ origin }) => `${origin}.yaml`))).toEqual(new Set(readdirSync(folder)));
  });

  test.each([
    [
      'Thinkube’s control centre',
      'thinkube_control_namespace thinkube_control_hostname thinkube_control_db_name thinkube_control_cicd_db_name github_org github_repo_name keycloak_url keycloak_realm admin_username auth_realm_username harbor_registry harbor_project harbor_robot_name postgres_namespace postgres_release_name argocd_namespace argocd_hostname argo_workflows_namespace gitea_hostname domain_name kubeconfig kubectl_bin system_username shared_code_path ADMIN_PASSWORD GITHUB_TOKEN HF_TOKEN HARBOR_ROBOT_TOKEN HARBOR_URL HARBOR_USER HARBOR_PASSWORD GITEA_URL GITEA_USER GITEA_PASSWORD GITEA_TOKEN SYNC_WEBHOOK_URL SYNC_WEBHOOK_SECRET CICD_API_URL CICD_API_TOKEN CICD_TOKEN',
    ],
    [
      'Thinkube’s inventory',
      'domain_name cluster_name admin_username system_username auth_realm_username ansible_python_interpreter ansible_become_pass home network_cidr network_gateway dns_servers dns_search_domains network_mode lb_ip_start_octet lb_ip_end_octet cloudflare_api_token github_org github_token admin_email overlay_provider overlay_cidr overlay_subnet_prefix zerotier_network_id zerotier_api_token tailscale_auth_key tailscale_api_token tailscale_oauth_client_id tailscale_oauth_client_secret tailscale_gateway_hostname primary_gateway_ip_octet dns_external_ip_octet primary_gateway_ip container_build_platforms ansible_host lan_ip overlay_ip arch configure_gpu_passthrough assigned_pci_slots gpu_node_config gpu_count gpu_model internal_ip zerotier_ip memory cpu_cores disk_size pci_slot parent_host',
    ],
    [
      'Luban',
      'GITHUB_USERNAME GITHUB_TOKEN GITHUB_ORGANIZATION AZURE_DEVOPS_TOKEN AZURE_ORGANIZATION AZURE_SERVER QUAY_USERNAME QUAY_PASSWORD REGISTRY_EMAIL HARBOR_SERVER HARBOR_USERNAME HARBOR_PASSWORD HARBOR_RO_USERNAME HARBOR_RO_PASSWORD CLOUDFLARE_API_TOKEN registry_server image_pull_secret default_image_name default_image_tag default_container_port default_service_port domain_suffix azure_server git_organization git_provider environments developer_groups admin_groups create_test_users setup_source_repo gitops_utils_image luban_provisioner_image TUNNEL_HOSTNAME GATEWAY_URL',
    ],
    [
      'llmctl',
      'LLMCTL_POSTGRES_HOST LLMCTL_POSTGRES_PORT LLMCTL_POSTGRES_DB LLMCTL_POSTGRES_USER LLMCTL_POSTGRES_PASSWORD LLMCTL_STUDIO_DATABASE_URI CHROMA_HOST CHROMA_PORT CHROMA_SSL LLMCTL_MCP_PUBLIC_BASE_URL LLMCTL_STUDIO_MCP_WAIT_ENABLED LLMCTL_STUDIO_MCP_WAIT_TIMEOUT_SECONDS LLMCTL_STUDIO_MCP_REQUIRED_ENDPOINTS LLMCTL_NODE_EXECUTOR_PROVIDER LLMCTL_NODE_EXECUTOR_K8S_IMAGE LLMCTL_NODE_EXECUTOR_K8S_FRONTIER_IMAGE LLMCTL_NODE_EXECUTOR_K8S_VLLM_IMAGE LLMCTL_NODE_EXECUTOR_K8S_SERVICE_ACCOUNT LLMCTL_NODE_EXECUTOR_K8S_GPU_LIMIT LLMCTL_NODE_EXECUTOR_K8S_JOB_TTL_SECONDS LLMCTL_NODE_EXECUTOR_K8S_IMAGE_PULL_SECRETS_JSON LLMCTL_NODE_EXECUTOR_K8S_LIVE_CODE_ENABLED LLMCTL_NODE_EXECUTOR_K8S_LIVE_CODE_HOST_PATH GITHUB_PERSONAL_ACCESS_TOKEN GOOGLE_CLOUD_SERVICE_ACCOUNT_JSON GOOGLE_WORKSPACE_SERVICE_ACCOUNT_JSON GOOGLE_WORKSPACE_IMPERSONATE_USER PGADMIN_DEFAULT_PASSWORD',
    ],
    ['the files of components', tokenNames.join(' ')],
  ])('knows every variable of %s', (_, wanted) => {
    expect(wanted.split(' ').filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('what the loader refuses, naming file and variable', () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((made) => rmSync(made, { recursive: true })));
  const folderWith = (files: Readonly<Record<string, string>>) => {
    const made = mkdtempSync(join(tmpdir(), 'variables-'));
    folders.push(made);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
    return made;
  };
  const entry = (more: string) => `- { name: one, title: One, description: One., type: number, ${more} }`;

  test.each([
    ['an unknown field', { 'hearth.yaml': entry('sort: x') }, /hearth\.yaml: 0: .*sort/],
    ['a name twice', { 'hearth.yaml': entry('default: 1'), 'luban.yaml': entry('default: 1') }, /"one" stands for two variables/],
    [
      'an alias that is a name',
      { 'hearth.yaml': `${entry('default: 1')}\n${entry('aliases: [one]').replace('one', 'two')}` },
      /"one" stands/,
    ],
    ['a default of another type', { 'hearth.yaml': entry('default: many') }, /hearth\.yaml: one: .*should be a number/],
    ['an example of another type', { 'hearth.yaml': entry('example: [1]') }, /hearth\.yaml: one: .*should be a number/],
    ['a reference to nothing', { 'hearth.yaml': entry('default: "{{ nothing }}"') }, /refers to nothing, which is no variable/],
    ['a setting that is none', { 'hearth.yaml': entry('setting: settings.colour') }, /settings\.colour is no setting/],
    ['a secret with a default', { 'hearth.yaml': entry('default: 1, sensitive: true') }, /a secret has no default/],
    ['choices without a choice', { 'hearth.yaml': entry('choices: [a]') }, /choices go with the type choice/],
    ['a file of nobody', { 'mine.yaml': entry('default: 1') }, /mine\.yaml: is not called after one of/],
    ['YAML that is none', { 'hearth.yaml': '- [' }, /hearth\.yaml: /],
  ])('%s', (_, files, message) => {
    expect(() => loadVariables(folderWith(files))).toThrow(message);
  });

  test('a variable comes from the source that its file is called after', () => {
    expect(parseVariables(entry('default: 1'), 'llmctl.yaml')).toMatchObject([{ name: 'one', origin: 'llmctl', scope: 'platform' }]);
  });
});

import { expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { variable } from '#contract/inventory/variables.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import { exportForAnsible } from './export.ts';

const dictionary = dictionaryOf([
  variable.parse({
    name: 'domain_name',
    title: 'Domain',
    description: 'Domain',
    type: 'domain',
    setting: 'settings.domain',
    origin: 'thinkube',
  }),
]);
const exported = (text: string) => exportForAnsible(readDocument(text, yaml).data, dictionary);

const home = `hearth: 1
name: My Home
settings:
  domain: home.lan
components: [cert-manager]
variables:
  github_token: !secret github-token
  nested: {tokens: [!secret github_token]}
  answer: "yes"
  time: "12:30:45"
  version: "1.10"
  unsafe: !unsafe "{{ not a template }}"
  vaulted: !vault |
    $ANSIBLE_VAULT;1.1;AES256
    6162
groups:
  gpu:
    groups: [dgx]
    variables: {nvidia_driver: "570"}
  dgx: {}
nodes:
  node1:
    address: 10.0.0.1
    role: control
    user: ubuntu
    groups: [gpu]
    variables: {lan_ip: 10.0.0.1}
  node2:
    address: 10.0.0.2
    role: worker
    user: ubuntu
    port: 2222
    jump: node1
    credential: {key-file: /home/me/.ssh/id_ed25519}
    labels: {disk: ssd}
`;

test('a platform of its own becomes one file with the groups of the roles', () => {
  expect(exported(home)).toEqual({
    fileName: 'my-home-inventory.yml',
    environment: [
      { variable: 'HEARTH_SECRET_GITHUB_TOKEN', secret: 'github-token' },
      { variable: 'HEARTH_SECRET_GITHUB_TOKEN_2', secret: 'github_token' },
    ],
    notes: ['Labels and taints are not written: node2.', 'The chosen components are not written.'],
    text: `# The inventory of My Home, written by Hearth for Ansible.
all:
  hosts:
    node1:
      lan_ip: 10.0.0.1
      ansible_host: 10.0.0.1
      ansible_user: ubuntu
    node2:
      ansible_host: 10.0.0.2
      ansible_user: ubuntu
      ansible_port: 2222
      ansible_ssh_common_args: "-o ProxyJump=ubuntu@10.0.0.1:22"
      ansible_ssh_private_key_file: /home/me/.ssh/id_ed25519
  vars:
    domain_name: home.lan
    github_token: "{{ lookup('env', 'HEARTH_SECRET_GITHUB_TOKEN') }}"
    nested:
      tokens:
        - "{{ lookup('env', 'HEARTH_SECRET_GITHUB_TOKEN_2') }}"
    answer: "yes"
    time: "12:30:45"
    version: "1.10"
    unsafe: !unsafe "{{ not a template }}"
    vaulted: !vault |
      $ANSIBLE_VAULT;1.1;AES256
      6162
k8s:
  children:
    k8s_control_plane: {}
    k8s_workers: {}
k8s_control_plane:
  hosts:
    node1: {}
k8s_workers:
  hosts:
    node2: {}
gpu:
  hosts:
    node1: {}
  children:
    dgx: {}
  vars:
    nvidia_driver: "570"
dgx: {}
`,
  });
});

test('a variable of the same meaning as a setting has the last word', () => {
  expect(exported('settings: {domain: home.lan}\nvariables: {domain_name: other.lan}\n').text).toContain('domain_name: other.lan\n');
});

test('a jump host that is no address gets into no command line', () => {
  const { text } = exported('nodes:\n  n1: {address: 10.0.0.1, role: worker, jump: "a@b -oProxyCommand=evil"}\n');
  expect(text).not.toContain('evil');
});

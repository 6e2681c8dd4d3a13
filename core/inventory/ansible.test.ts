// Inventories as people keep them for Ansible, in both of its forms.
import { describe, expect, test } from 'vitest';
import { readYaml } from '#adapters/inventory/read-yaml.ts';
import { parseList } from './parse-list.ts';

const read = (...lines: string[]) => parseList(lines.join('\n'), readYaml);
const machines = (...lines: string[]) => {
  const { entries, problems } = read(...lines);
  expect(problems).toEqual([]);
  return entries.map(({ line, address, port, user, name }) => [line, `${user ?? ''}@${address}:${port}`, name]);
};
const complaints = (...lines: string[]) => read(...lines).problems.map(({ line, message }) => `${line}: ${message}`);

describe('with headings', () => {
  test('variables of all, of a group and of a machine say how it is reached, the nearest counts', () => {
    const found = machines(
      '; my shelf',
      'pine ansible_host=10.0.0.9',
      '[control]',
      'oak ansible_host=10.0.0.1',
      '[workers]',
      'elm ansible_host=10.0.0.2 ansible_user=ada',
      'ash.lan ansible_port=2200',
      '10.0.0.7 yew',
      '[workers:vars]',
      'ansible_user = pi',
      'some_setting="with spaces"',
      '[cluster:children]',
      'control',
      'workers',
      '[cluster:vars]',
      'ansible_port=2222',
      'ansible_user=cluster',
      '[all:vars]',
      "ansible_ssh_user='ubuntu'",
    );
    expect(found).toEqual([
      [2, 'ubuntu@10.0.0.9:22', 'pine'],
      [4, 'cluster@10.0.0.1:2222', 'oak'],
      [6, 'ada@10.0.0.2:2222', 'elm'],
      [7, 'pi@ash.lan:2200', null],
      [8, 'pi@10.0.0.7:2222', 'yew'],
    ]);
  });

  test('a machine in many groups is one machine', () => {
    expect(machines('[control]', 'oak', '[gpu]', 'oak', '[all]', 'oak ansible_host=10.0.0.1')).toEqual([[2, '@10.0.0.1:22', 'oak']]);
  });

  test('lines that cannot be used are told with their reason', () => {
    expect(complaints('[all:vars]', 'pi', '[a:children]', 'two words', '[a:whatever]', 'x', '[b]', 'node[1:3].lan')).toEqual([
      '2: This is no variable of a group; write name=value.',
      '4: Below a heading with :children each line is the name of one group.',
      '6: Headings end in :vars or :children, or name a group; this line belongs to another one.',
      '8: Ranges such as node[1:3] are not read here; write one machine on each line.',
    ]);
  });

  test('groups that hold each other come to an end', () => {
    const names = Array.from({ length: 30 }, (_, index) => `g${index}`);
    const circles = names.flatMap((name) => [`[${name}:children]`].concat(names));
    expect(machines('[g0]', '10.0.0.1', ...circles, '[g7:vars]', 'ansible_user=pi')).toHaveLength(1);
  });
});

describe('in YAML', () => {
  test('groups, their variables and machines without any', () => {
    const found = machines(
      '---',
      'all:',
      '  vars: { ansible_user: ubuntu }',
      '  hosts:',
      '    oak: { ansible_host: 10.0.0.1 }',
      '    10.0.0.2:',
      '  children:',
      '    workers:',
      '      vars:',
      '        ansible_port: 2222',
      '      hosts:',
      '        elm: # the old laptop',
      '          ansible_host: "10.0.0.3"',
      '          ansible_user: pi',
      '        oak:',
    );
    expect(found).toEqual([
      [5, 'ubuntu@10.0.0.1:2222', 'oak'],
      [6, 'ubuntu@10.0.0.2:22', null],
      [12, 'pi@10.0.0.3:2222', 'elm'],
    ]);
  });

  test('what is wrong is told with its line', () => {
    expect(complaints('workers:', '  hosts:', '    oak:', '      ansible_host: 10.0.0.300', '  host:', '    elm:')).toEqual([
      '3: "10.0.0.300" is neither an IP address nor a host name.',
      '5: A group has hosts, vars or children; host is none of them.',
    ]);
    expect(complaints('all:', '  hosts:', '    oak: [')[0]).toMatch(/^[34]: This inventory is not well-formed YAML here: /);
    expect(complaints('all:', '  hosts:', '    oak', '')).toEqual(['2: Below hosts each machine is a name with a colon.']);
  });

  test.each(['[', '{a: ', '- ', '&a [*a,', '? '])('a hostile text made of %s ends in words', (crumb) => {
    const { entries, problems } = read('hosts:', crumb.repeat(100_000 / crumb.length));
    expect(entries).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
  });
});

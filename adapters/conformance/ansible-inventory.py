"""What Ansible makes of inventories, many in one process. Paths come on stdin, one a line; answers leave as JSON lines.

list: what `ansible-inventory --list` prints. typed: groups, members and the variables of each host with their exact types.
"""
import datetime
import json
import sys

from ansible._internal._datatag._tags import TrustedAsTemplate
from ansible._internal._json._profiles import _inventory_legacy
from ansible.cli import CLI
from ansible.cli.inventory import InventoryCLI
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import EncryptedString
from ansible.vars.manager import VariableManager


def typed(value):
    if isinstance(value, EncryptedString):
        return {"vault": value._ciphertext}
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return str(value) if TrustedAsTemplate.is_tagged_on(value) else {"unsafe": str(value)}
    if isinstance(value, int):
        return {"int": str(int(value))}
    if isinstance(value, float):
        return {"float": repr(float(value))}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"date": value.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        pairs = [[typed(str(key) if isinstance(key, str) else key), typed(item)] for key, item in value.items()]
        # Whether a key may be a template is of no effect.
        pairs = [[key["unsafe"] if isinstance(key, dict) and "unsafe" in key else key, item] for key, item in pairs]
        return {"map": sorted(pairs, key=lambda pair: json.dumps(pair[0]))}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((typed(item) for item in value), key=json.dumps)}
    if isinstance(value, (list, tuple)):
        return [typed(item) for item in value]
    raise TypeError(f"a value of the type {type(value)}")


cli = InventoryCLI(["ansible-inventory", "--list"])
cli.parse()


def load(path):
    """As the command does it, but for the vault, which may be opened once in a process and is not needed here."""
    cli.loader = DataLoader()
    cli.inventory = InventoryManager(loader=cli.loader, sources=[path])
    cli.vm = VariableManager(loader=cli.loader, inventory=cli.inventory, version_info=CLI.version_info(gitinfo=False))


def listed(path):
    load(path)
    return json.loads(json.dumps(cli.json_inventory(cli._get_group("all")), cls=_inventory_legacy.Encoder))


def exact(path):
    load(path)
    groups = {
        name: {
            "hosts": sorted(host.name for host in group.get_hosts()),
            "direct": sorted(host.name for host in group.hosts),
            "children": sorted(child.name for child in group.child_groups),
            "priority": group.priority,
        }
        for name, group in cli.inventory.groups.items()
    }
    hosts = {}
    for host in cli.inventory.get_hosts("all"):
        variables = cli._get_host_variables(host)
        hosts[host.name] = {str(name): typed(value) for name, value in variables.items()}
    return {"groups": groups, "hosts": hosts}


def main():
    act = {"list": listed, "typed": exact}[sys.argv[1]]
    for line in sys.stdin:
        path = json.loads(line)
        try:
            answer = act(path)
        except Exception as error:  # One inventory that Ansible refuses does not end the others.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()

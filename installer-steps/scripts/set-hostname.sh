# Gives the machine its name, now and after a restart.
if have hostnamectl && hostnamectl set-hostname "$ARG_NAME"; then
  :
else
  printf '%s\n' "$ARG_NAME" >/etc/hostname
  hostname "$ARG_NAME"
fi
# cloud-init would set the old name again at the next start.
if [ -d /etc/cloud/cloud.cfg.d ]; then
  printf '# Written by Hearth.\npreserve_hostname: true\n' >/etc/cloud/cloud.cfg.d/99-hearth-hostname.cfg
fi
# Proxmox would write the name from its own settings into the container at each start.
if have systemd-detect-virt && [ "$(systemd-detect-virt -c 2>/dev/null)" = lxc ]; then touch /etc/.pve-ignore.hostname; fi
say "The host name is now $(uname -n)."

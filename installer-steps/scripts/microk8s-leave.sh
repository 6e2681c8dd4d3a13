# Gives up a membership, also one that was only half begun; the node then stands alone again.
data=/var/snap/microk8s/current
if [ ! -e "$data/var/lock/clustered.lock" ]; then
  rm -f "$data/var/lock/join-in-progress"
  answer state was-out
  exit 0
fi
microk8s leave
rm -f "$data/var/lock/join-in-progress"
answer state left

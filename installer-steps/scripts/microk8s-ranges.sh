# Which ranges this machine's own control plane was given at its installation; a join does not change them.
range() { sed -nE "s/^--$1=([^,]*).*/\1/p" /var/snap/microk8s/current/args/kube-controller-manager 2>/dev/null | tail -n 1; }
answer pods "$(range cluster-cidr)"
answer services "$(range service-cluster-ip-range)"

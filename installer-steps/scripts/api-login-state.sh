# Which flags for a login through OpenID Connect the API server of this control node has, and whether it answers.
case "$ARG_SYSTEM" in
  microk8s) data=/var/snap/microk8s/current/args common=/var/snap/microk8s/common ;;
  k8s) data=/var/snap/k8s/common/args common=/var/snap/k8s/common ;;
  *) die "There is no distribution $ARG_SYSTEM." ;;
esac
file="$data/kube-apiserver"
[ -f "$file" ] || die "$file is missing; this is no control node."
# Canonical Kubernetes puts values in quotes.
while read -r flag; do answer flag "$flag"; done < <(sed -n 's/^[[:space:]]*\(--oidc-.*\)$/\1/p' "$file" | tr -d "\"'")
answer ca-file "$common/hearth-login-ca.crt"
if [ -f "$common/hearth-login-ca.crt" ]; then answer ca "$(cat "$common/hearth-login-ca.crt")"; fi
# Written, and not yet seen to work: an earlier try was cut off.
if [ -e "$common/hearth-login-before" ]; then answer trying true; else answer trying false; fi
if [ -e "$common/hearth-login-replaced" ]; then answer ours true; else answer ours false; fi
if [ "$(timeout 20 "$ARG_SYSTEM" kubectl get --raw /readyz 2>/dev/null)" = ok ]; then answer api true; else answer api false; fi

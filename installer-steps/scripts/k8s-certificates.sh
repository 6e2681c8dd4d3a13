# When the certificates of this control node end.
pki=/etc/kubernetes/pki
openssl="$(command -v openssl || true)"
if [ -z "$openssl" ]; then die 'The command openssl is missing.'; fi
told() {
  local end
  end="$("$openssl" x509 -noout -enddate 2>/dev/null)" || return 0
  answer certificate "$1|$(date -d "${end#notAfter=}" +%s)"
}
for name in ca client-ca front-proxy-ca apiserver apiserver-kubelet-client front-proxy-client kubelet; do
  if [ -s "$pki/$name.crt" ]; then told "$name" <"$pki/$name.crt"; fi
done
for name in ca server peer; do
  if [ -s "$pki/etcd/$name.crt" ]; then told "etcd-$name" <"$pki/etcd/$name.crt"; fi
done
# Those of the administrator and the control plane's own parts lie inside their kubeconfigs.
for name in admin controller scheduler proxy kubelet; do
  inside="$(sed -nE 's/^ *client-certificate-data: *"?([A-Za-z0-9+\/=]+)"?.*/\1/p' "/etc/kubernetes/$name.conf" 2>/dev/null | head -n 1)" || inside=''
  if [ -n "$inside" ]; then base64 -d <<<"$inside" | told "$name-client"; fi
done

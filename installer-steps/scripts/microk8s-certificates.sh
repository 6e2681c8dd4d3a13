# When the certificates of this control node end.
certs=/var/snap/microk8s/current/certs
openssl="$(command -v openssl || echo /snap/microk8s/current/usr/bin/openssl)"
for name in ca front-proxy-ca server front-proxy-client client proxy controller scheduler kubelet; do
  if [ ! -s "$certs/$name.crt" ]; then continue; fi
  end="$("$openssl" x509 -noout -enddate -in "$certs/$name.crt" 2>/dev/null)" || continue
  answer certificate "$name|$(date -d "${end#notAfter=}" +%s)"
done

#!/bin/bash
# cert-manager's programs as images that nodes hold after an install (layer/), and its chart (charts/) for HEARTH_CHARTS.
# 1.11 is the newest whose programs belong to the main module: later ones have modules of their own with replace lines.
. "$HERE/lib.sh"
M=github.com/cert-manager/cert-manager
own_main labcertmanager $M "$VERSION" $M/pkg/util
D=$(module_dir $M "$VERSION"); I=$OUT/layer/usr/lib/hearth-lab/images; mkdir -p "$I"
for p in controller webhook cainjector ctl; do
  mkdir -p "$p/app/cmd/$p" "$p/tmp"; chmod 1777 "$p/tmp"
  CGO_ENABLED=0 gobuild -mod=mod -ldflags "-s -w -X $M/pkg/util.AppVersion=$VERSION" -o "$p/app/cmd/$p/$p" "$M/cmd/$p"
  bash "$HERE/mkimg.sh" "quay.io/jetstack/cert-manager-$p:$VERSION" "$p" "$I/cert-manager-$p.tar" "\"Entrypoint\":[\"/app/cmd/$p/$p\"],\"User\":\"1000\",\"WorkingDir\":\"/\""
done
C=$OUT/charts/cert-manager; mkdir "$OUT/charts"; cp -r "$D/deploy/charts/cert-manager" "$C"; chmod -R u+w "$C"
sed -e "s/^version: .*/version: $VERSION/" -e "s/^appVersion: .*/appVersion: $VERSION/" -e 's/{{IS_PRERELEASE}}/false/' "$C/Chart.template.yaml" > "$C/Chart.yaml"
rm "$C"/*.template.* "$C/signkey_annotation.txt"
# The release puts the definitions into the chart in the same way; crds.enabled is what later charts call installCRDs.
{ echo '{{- if or .Values.installCRDs (.Values.crds | default dict).enabled }}'
  for f in "$D"/deploy/crds/crd-*.yaml; do cat "$f"; echo '---'; done
  echo '{{- end }}'; } > "$C/templates/crds.yaml"

# Shared by the recipes. Each recipe gets: OUT (where its result goes), WORK (an empty folder), VERSION, HERE
# (this folder) and IN_<piece> for every piece it needs.
set -euo pipefail
export GOFLAGS="${GOFLAGS:-} -trimpath" GOTOOLCHAIN=local

# Builds share a small machine with everything else: low priority, two compilers.
gobuild() { nice -n 12 go build -p 2 "$@"; }
goinstall() { GOBIN="$OUT" nice -n 12 go install -p 2 -ldflags='-s -w' "$1"; }

# module_dir MODULE VERSION: where the module cache holds it.
module_dir() {
  go mod download "$1@$2"
  (cd "$WORK" && go mod download -json "$1@$2") | sed -n 's/.*"Dir": "\(.*\)",/\1/p'
}

# own_main NAME MODULE VERSION IMPORT: makes WORK a main module with the go.mod of MODULE, so that its pins and
# replace lines hold although it is only a dependency here.
own_main() {
  local dir; dir=$(module_dir "$2" "$3")
  sed -e "s#^module .*#module $1#" "$dir/go.mod" > "$WORK/go.mod"
  chmod u+w "$WORK/go.mod"; cp "$dir/go.sum" "$WORK/go.sum"; chmod u+w "$WORK/go.sum"
  cd "$WORK"
  go mod edit -require "$2@$3"
  printf 'package main\n\nimport _ "%s"\n\nfunc main() {}\n' "$4" > tools.go
}

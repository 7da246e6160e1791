#!/bin/bash
# usage: apply.sh [kubectl options, e.g. --context test]
# Applies the sample to a real cluster. Plain `kubectl apply` can't: the Ingresses of a terminal or a database console name
# their owner by uid, a cluster gives its own uids, and its garbage collector deletes what an unknown uid owns.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
k=(kubectl "$@")
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
mkdir "$t"/{base,objects,owned}

# One document per file, in the three stages in which they can be applied. The uids of the owners go to a list of their own.
find "$here" -name '*.yaml' -print0 | LC_ALL=C sort -z | xargs -0 awk -v dir="$t" '
  function flush(  stage) {
    stage = doc ~ /\n  ownerReferences:/ ? "owned" : kind ~ /^(Namespace|CustomResourceDefinition)$/ ? "base" : "objects"
    if (doc ~ /\nkind: /) { file = sprintf("%s/%s/%05d.yaml", dir, stage, ++n); printf "%s\n", doc > file; close(file) }
    if (uid != "") print uid, kind, namespace, name > (dir "/owners")
    doc = uid = ""
  }
  FNR == 1 || /^---/ { flush() }
  /^---/ { next }
  /^kind: / { kind = $2 }
  /^  name: / { name = $2 }
  /^  namespace: / { namespace = $2 }
  /^  uid: / { uid = $2; next }
  { doc = doc "\n" $0 }
  END { flush() }'

apply() { "${k[@]}" apply --server-side --force-conflicts --field-manager=sealos-sample -f "$1"; }
apply "$t/base"
"${k[@]}" wait --for=condition=Established --timeout=60s -f "$here/platform/crds.yaml"
apply "$t/objects"
while read -r uid kind namespace name; do
  live=$("${k[@]}" get "$kind" "$name" --namespace "$namespace" --output 'jsonpath={.metadata.uid}')
  sed -i "s/uid: $uid\$/uid: $live/" "$t"/owned/*.yaml
done < "$t/owners"
apply "$t/owned"

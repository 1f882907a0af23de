#!/usr/bin/env bash
# record-release.sh SERVICE REVISION FOLDER: writes FOLDER/release.json and FOLDER/SHA256SUMS: the digests of the release's
# images and the checksums of its function zips and templates. Variable: REGISTRY, to which the images were pushed.
set -euo pipefail
service=$1 revision=$2 folder=$3

images={}
contract=null
if [ "$service" != platform ]; then
  contract=$(find "$service/contract/released" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort --version-sort | tail -n 1 | jq --raw-input .)
  for tag in "$revision" "$revision-arm64" "$revision-x64"; do
    digest=$(skopeo inspect --format '{{.Digest}}' "docker://$REGISTRY/$service:$tag")
    images=$(jq --arg tag "$tag" --arg digest "$digest" '.[$tag] = $digest' <<< "$images")
  done
fi
jq --null-input --arg service "$service" --arg revision "$revision" --argjson contract "${contract:-null}" \
  --argjson images "$images" '{service: $service, revision: $revision, contract: $contract, images: $images}' \
  > "$folder/release.json"
(cd "$folder" && find release.json zips templates -type f -print0 | sort --zero-terminated | xargs --null sha256sum) \
  > "$folder.sums"
mv "$folder.sums" "$folder/SHA256SUMS"

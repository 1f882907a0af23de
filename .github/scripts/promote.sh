#!/usr/bin/env bash
# promote.sh FOLDER: copies a recorded release, unchanged, into the image repositories and the artifact buckets of an
# environment. FOLDER holds release.json, SHA256SUMS, zips/ and templates/. Fails if a digest differs from the recorded one.
# Variables: ENVIRONMENT, ACCOUNT and REGIONS (a JSON list) of the environment; REGISTRY, from which images are copied.
set -euo pipefail
folder=$1
service=$(jq --raw-output .service "$folder/release.json")
revision=$(jq --raw-output .revision "$folder/release.json")

(cd "$folder" && sha256sum --check --strict --quiet SHA256SUMS)
tar --create --gzip --file "$folder/release.tar.gz" --directory "$folder" release.json templates

for region in $(jq --raw-output '.[]' <<< "$REGIONS"); do
  registry=$ACCOUNT.dkr.ecr.$region.amazonaws.com
  aws ecr get-login-password --region "$region" | skopeo login --username AWS --password-stdin "$registry"
  for tag in $(jq --raw-output '.images | keys[]' "$folder/release.json"); do
    digest=$(jq --raw-output --arg tag "$tag" '.images[$tag]' "$folder/release.json")
    target=docker://$registry/stage5/$service:$tag
    # Tags are immutable, so a repeated run must not push again.
    if [ "$(skopeo inspect --format '{{.Digest}}' "$target" || true)" != "$digest" ]; then
      skopeo copy --all --preserve-digests "docker://$REGISTRY/$service@$digest" "$target"
    fi
  done
  bucket=s3://stage5-$ENVIRONMENT-artifacts-$ACCOUNT-$region/$service/$revision
  for zip in "$folder"/zips/*.zip; do
    [ -e "$zip" ] || continue # the platform has none
    aws s3 cp --region "$region" "$zip" "$bucket/$(basename "$zip")"
  done
  aws s3 cp --region "$region" "$folder/release.tar.gz" "$bucket/release.tar.gz"
done

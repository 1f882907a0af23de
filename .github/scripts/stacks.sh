#!/usr/bin/env bash
# stacks.sh RELEASE ENVIRONMENT REGION TEMPLATES: prints the ids of the release's stacks in the region, in the order of their
# deployment. RELEASE is a service, or "platform" for the stacks that the services share. TEMPLATES is the synthesised app.
# With WITHOUT_DATA=true, the stack of the service's data is left out.
set -euo pipefail
release=$1 environment=$2 region=$3 templates=$4

if [ "$release" = platform ]; then
  parts=(pipeline network redis alerts protection credentials spending origin-secret origin edge observability)
else
  parts=("$release-data" "$release" "$release-subscriptions")
  if [ "${WITHOUT_DATA:-false}" = true ]; then parts=("${parts[@]:1}"); fi
  if [ ! -f "$templates/stage5-$environment-$release-$region.template.json" ]; then
    echo "There is no stack of $release for $environment in $region in $templates" >&2
    exit 1
  fi
fi
for part in "${parts[@]}"; do
  stack=stage5-$environment-$part-$region
  if [ -f "$templates/$stack.template.json" ]; then echo "$stack"; fi
done

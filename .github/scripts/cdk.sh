#!/usr/bin/env bash
# cdk.sh COMMAND [OPTIONS] --release FOLDER --region REGION: runs "cdk diff" or "cdk deploy" with the recorded templates, for the
# release's stacks in the region. Variables: SERVICE, ENVIRONMENT, and WITHOUT_DATA (stacks.sh).
set -euo pipefail
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --release) release=$2; shift 2 ;;
    --region) region=$2; shift 2 ;;
    *) options+=("$1"); shift ;;
  esac
done
if [ "${options[0]}" = deploy ]; then options+=(--require-approval never); fi

# An environment that exists once per form (bench-lambda) has the templates of both in one app (bench).
templates=$(realpath "$release/templates/${ENVIRONMENT%%-*}")
stacks=$("$(dirname "$0")/stacks.sh" "$SERVICE" "$ENVIRONMENT" "$region" "$templates")
mapfile -t names <<< "$stacks"
cd "$(dirname "$0")/../../deploy/cdk"
npx cdk "${options[@]}" --app "$templates" --exclusively "${names[@]}"

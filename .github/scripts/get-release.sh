#!/usr/bin/env bash
# get-release.sh REVISION FOLDER: unpacks release.json and templates/ of a release that the environment has.
# Variables: SERVICE, ENVIRONMENT, and ACCOUNT and PRIMARY, the environment's account and primary region.
set -euo pipefail
revision=$1 folder=$2

mkdir -p "$folder"
aws s3 cp --region "$PRIMARY" "s3://stage5-$ENVIRONMENT-artifacts-$ACCOUNT-$PRIMARY/$SERVICE/$revision/release.tar.gz" - |
  tar --extract --gzip --directory "$folder"

# The test commands of ./stage5, sourced by it: run the tests of all modules or of some, and print the slowest classes.
# shellcheck shell=bash

# The build is complete before the first test starts: tests start the built local cloud and the built services, and an
# artifact must not change under them. Module tests mostly wait, so that three modules share two cores; those tagged
# "quiet" measure time or CPU and run alone, like the acceptance suite.
test_all() {
  local status=0 step
  mark_start
  ./mvnw -ntp -T 2 package -DskipTests "$@" || exit
  for step in modules quiet acceptance; do
    if [ "$status" -eq 0 ]; then "test_$step" "$@" || status=$?; fi
  done
  print_slowest
  return "$status"
}

test_modules() {
  ./mvnw -ntp -T 3 verify "${built[@]}" -DexcludedGroups=quiet -pl '!deploy/acceptance' "$@"
}

test_quiet() {
  ./mvnw -ntp verify "${built[@]}" -Dspotless.check.skip=true -Dgroups=quiet -Dtest='stage5/local/**' \
    -pl deploy/local -am "$@"
}

test_acceptance() {
  ./mvnw -ntp verify "${built[@]}" -Dspotless.check.skip=true -Dtest='stage5/acceptance/**' \
    -pl deploy/acceptance -am "$@"
}

# Options of a run after the build: no Quarkus artifact is packaged again, and a module without a selected test is fine.
readonly built=(-Dquarkus.build.skip=true -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false)

# test_some NAME [MAVEN OPTIONS]: a service, a folder, or the last part of a module's folder.
test_some() {
  local name=$1 folder modules= patterns= status=0
  shift
  for folder in $(module_folders "$name"); do
    modules+="${modules:+,}$folder"
    patterns+="${patterns:+,}$(root_package "$folder")/**"
  done
  if [ -z "$modules" ]; then
    echo "There is no module $name. A module is a folder with a pom.xml and tests: order-service/core, deploy/cli, load ..." >&2
    exit 2
  fi
  case $name in
    *acceptance) { container_artifacts && function_artifacts; } | build_stale ;;
    deploy/topology | deploy/local | topology | local) ;;
    *) local_cloud_artifact | build_stale ;;
  esac
  mark_start
  # The modules below are in the reactor, because nothing is installed in the local repository; -Dtest leaves their tests
  # out, because each module has a root package of its own.
  ./mvnw -ntp -T 3 verify "${built[@]}" -Dspotless.check.skip=true -pl "$modules" -am -Dtest="$patterns" "$@" || status=$?
  print_slowest
  return "$status"
}

module_folders() {
  find . -name pom.xml -not -path '*/target/*' | sed 's|^\./||; s|/pom.xml$||' | sort | while read -r folder; do
    case $folder in
      "$1" | "$1"/* | */"$1") if [ -d "$folder/src/test" ]; then echo "$folder"; fi ;;
    esac
  done
}

# Prints stage5/kit/lambda/events for service-kit/lambda-events.
root_package() {
  case $1 in
    service-kit/*) echo "stage5/kit/$(basename "$1" | tr - /)" ;;
    deploy/simulation) echo "stage5" ;;
    deploy/* | load) echo "stage5/$(basename "$1")" ;;
    */core) echo "stage5/$(dirname "$1" | sed -E 's/-(service|worker)$//')" ;;
    *) echo "stage5/$(dirname "$1" | sed -E 's/-(service|worker)$//')/$(basename "$1" | tr - /)" ;;
  esac
}

mark_start() {
  mkdir -p .stage5
  touch .stage5/test-started
}

# Prints the ten classes whose tests took longest, from the reports of Surefire and Failsafe.
print_slowest() {
  echo
  echo "The ten slowest test classes (seconds, tests, class):"
  find . -path '*/target/*-reports/TEST-*.xml' -newer .stage5/test-started -exec grep -h -m 1 '<testsuite ' {} + |
    sed -nE 's/.* name="([^"]*)" time="([^"]*)" tests="([0-9]+)".*/\2 \3 \1/p' | tr -d , |
    sort -rn | head -n 10 | awk '{ printf "%8.1f %4d  %s\n", $1, $2, $3 }'
}

# The test commands of ./stage5, sourced by it: run the tests of all modules or of some, and print the slowest classes.
# shellcheck shell=bash

# The build is complete before the first test starts, because tests start the built local cloud and the built services:
# an artifact must not change under them. So unit tests run without packaging anything again. They mostly wait; three
# modules share two cores. Tests tagged "quiet" measure CPU or rates and run alone, like the integration tests.
test_all() {
  local status=0 step
  mark_start
  ./mvnw -ntp -T 2 package spotless:check -DskipTests "$@" || exit
  for step in test_units test_quiet test_mutants test_integration; do
    if [ "$status" -eq 0 ]; then "$step" "$@" || status=$?; fi
  done
  print_slowest
  print_flaky
  return "$status"
}

test_units() {
  local excluded=quiet,nightly
  case " $* " in *" -Pnightly "*) excluded=quiet ;; esac
  ./mvnw -ntp -T 3 test "${built[@]}" "${repeated[@]}" -DexcludedGroups="$excluded" "$@"
}

test_quiet() {
  local patterns
  patterns="$(unit_tests stage5/local),$(unit_tests stage5/kit/web),$(unit_tests stage5/kit/events),$(unit_tests stage5/gateway)"
  ./mvnw -ntp test "${built[@]}" "${repeated[@]}" -Dgroups=quiet -Dtest="$patterns" -pl deploy/local,service-kit/web,service-kit/events,gateway/core -am "$@"
}

# Changes the code in small ways, one at a time, and fails if the tests of a module notice fewer than its pom demands. Tests
# that measure are left out: they are slow, and one of them never ends if its code does nothing.
test_mutants() {
  case " $* " in *" -Pnightly "*) ;; *) return 0 ;; esac
  ./mvnw -ntp test-compile org.pitest:pitest-maven:mutationCoverage "${built[@]}" -DexcludedGroups=quiet,nightly -pl "$mutated" -am
}

test_integration() {
  ./mvnw -ntp verify "${built[@]}" "${repeated[@]}" -Dtest=none -pl deploy/images,load,deploy/acceptance -am "$@"
}

# The modules whose pom says what is mutated.
readonly mutated=service-kit/web,service-kit/events,order-service/core,catalog-service/core,user-service/core,notification-worker/core,gateway/core

# Options of a run after the build: nothing is copied or packaged by Quarkus again, and a module may have no selected test.
readonly built=(-Dmdep.skip=true -Dmaven.antrun.skip=true -Dquarkus.build.skip=true -Dquarkus.dependency.sbom.skip=true
  -Dspotless.check.skip=true -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false)

# A test that fails is run once more, because a busy machine exceeds a time-out now and then. It counts as passed if the
# second run passes, and print_flaky names it. Tests of one module are not repeated.
readonly repeated=(-Dsurefire.rerunFailingTestsCount=1 -Dfailsafe.rerunFailingTestsCount=1)

# test_some NAME [MAVEN OPTIONS]: a service, a folder, or the last part of a module's folder.
test_some() {
  local name=$1 folder modules= patterns= phase=test status=0
  shift
  for folder in $(module_folders "$name"); do
    modules+="${modules:+,}$folder"
    patterns+="${patterns:+,}$(unit_tests "$(root_package "$folder")")"
    if [ -n "$(find "$folder/src/test" -name '*IT.java' -print -quit)" ]; then phase=verify; fi
  done
  if [ -z "$modules" ]; then
    echo "There is no module $name. A module is a folder with a pom.xml and tests: order-service/core, deploy/cli, load ..." >&2
    exit 2
  fi
  if [ "$phase" = verify ]; then { container_artifacts && function_artifacts; } | build_stale; fi
  local_cloud_artifact | build_stale
  mark_start
  # The modules below are in the reactor, because nothing is installed in the local repository; -Dtest leaves their tests
  # out, because each module has a root package of its own.
  ./mvnw -ntp -T 3 "$phase" "${built[@]}" -pl "$modules" -am -Dtest="$patterns" "$@" || status=$?
  print_slowest
  return "$status"
}

# Prints Surefire's patterns for the unit tests below a package. Failsafe runs the integration tests, chosen by each pom.
unit_tests() {
  echo "$1/**/*Test,$1/**/*Tests,$1/**/*Properties"
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

# Prints the ten classes whose tests took longest, from the reports of Surefire and Failsafe. awk reads all lines: with
# head, which ends after ten, sort could die of SIGPIPE, and pipefail would make that the result of a green run.
print_slowest() {
  echo
  echo "The ten slowest test classes (seconds, tests, class):"
  find . -path '*/target/*-reports/TEST-*.xml' -newer .stage5/test-started -exec grep -h -m 1 '<testsuite ' {} + |
    sed -nE 's/.* name="([^"]*)" time="([^"]*)" tests="([0-9]+)".*/\2 \3 \1/p' | tr -d , |
    sort -rn | awk 'NR <= 10 { printf "%8.1f %4d  %s\n", $1, $2, $3 }'
}

# Prints each test that failed once and passed in its second run. It has a race or too short a time-out: a bug to repair.
print_flaky() {
  local flaky
  flaky=$(find . -path '*/target/*-reports/TEST-*.xml' -newer .stage5/test-started -exec cat {} + |
    sed -nE '/<testcase /{s/.*<testcase name="([^"]*)" classname="([^"]*)".*/\2.\1/;h}; /<flaky(Failure|Error)/{g;p}')
  if [ -n "$flaky" ]; then
    echo
    echo "FLAKY, failed and then passed in a second run:"
    echo "$flaky" | sort -u | sed 's/^/  /'
  fi
}

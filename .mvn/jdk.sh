# Finds a JDK 25 or newer and exports JAVA_HOME; sourced by stage5 and mvnw. Looks at JAVA_HOME, then PATH, then the
# usual install folders; where several fit, the first found wins, so that JAVA_HOME always decides.

stage5_java_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p'
  fi
}

stage5_jdk_candidates() {
  [ -z "${JAVA_HOME-}" ] || printf '%s\n' "$JAVA_HOME"
  if command -v javac >/dev/null 2>&1; then
    javac=$(command -v javac)
    while [ -h "$javac" ]; do # readlink -f is not on every macOS
      link=$(readlink "$javac")
      case "$link" in /*) javac=$link ;; *) javac=$(dirname "$javac")/$link ;; esac
    done
    printf '%s\n' "$(cd "$(dirname "$javac")/.." && pwd)"
  fi
  for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ ! -d "$home" ] || printf '%s\n' "$home"
  done
}

# Reads all candidates, even after the first that fits: one written to a reader that has left would end the script.
stage5_find_jdk() {
  stage5_jdk_candidates | {
    found=
    while IFS= read -r home; do
      [ -z "$found" ] || continue
      major=$(stage5_java_major "$home") || continue
      if [ "${major:-0}" -ge 25 ] 2>/dev/null; then found=$home; fi
    done
    [ -z "$found" ] || printf '%s\n' "$found"
  }
}

stage5_jdk=$(stage5_find_jdk)
if [ -z "$stage5_jdk" ]; then
  cat >&2 <<'EOF'
Stage Five needs a JDK 25 or newer, and none was found in JAVA_HOME, on the PATH or in the usual install folders.
Install one, for example Eclipse Temurin 25:
  Debian, Ubuntu   apt install temurin-25-jdk    (from the Adoptium repository)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install --cask temurin@25
  anywhere         sdk install java 25-tem       (SDKMAN)
or point JAVA_HOME at one that is already there, and call again.
EOF
  exit 1
fi
JAVA_HOME=$stage5_jdk
export JAVA_HOME

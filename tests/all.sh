#!/usr/bin/env bash
# Runs every check and every test, on a bare Debian with Rust. Installs Chromium for the browser tests when
# it is missing and may be installed; says at the end what was left out, and fails when anything failed.
set -u
cd "$(dirname "$0")/.." || exit 1

failed=()
skipped=()

# check NAME COMMAND…: goes on after a failure, so that one run shows all of them.
check() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}

have() { command -v "$1" >/dev/null 2>&1; }

if ! have chromium || ! have chromedriver; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    printf '== installing chromium and chromium-driver\n'
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium chromium-driver fonts-noto-cjk >/dev/null || true
  fi
  if ! have chromium || ! have chromedriver; then
    skipped+=("browser tests: chromium and chromium-driver are not installed (as root, this script installs them)")
  fi
fi
if have chromium && have chromedriver; then export CLAUSEBOOK_BROWSER=required; fi

if cargo fmt --version >/dev/null 2>&1; then
  check "format" cargo fmt --check
else
  skipped+=("format: rustfmt is not installed (rustup component add rustfmt)")
fi
if cargo clippy --version >/dev/null 2>&1; then
  check "lints" cargo clippy --locked --all-targets -- -D warnings
else
  skipped+=("lints: clippy is not installed (rustup component add clippy)")
fi
check "tests" cargo test --locked --no-fail-fast

# The sample corpus: what import makes of it is committed, so importing it from nothing must give the same.
sample_as_committed() {
  local site
  site=$(mktemp -d) || return 1
  cp -r site.toml content "$site" && rm -rf "$site"/content/circulars "$site"/content/imports "$site"/content/anchors.toml
  cargo run --locked --quiet -- --site "$site" build --quiet && diff -r content "$site/content"
  local result=$?
  rm -rf "$site"
  return $result
}
check "the sample corpus builds as it is committed" sample_as_committed
check "the sample corpus has no errors" cargo run --locked --quiet -- check --quiet

printf '\n'
for what in "${skipped[@]+"${skipped[@]}"}"; do printf 'skipped  %s\n' "$what"; done
for what in "${failed[@]+"${failed[@]}"}"; do printf 'FAILED   %s\n' "$what"; done
[ ${#failed[@]} -eq 0 ] && printf 'all that ran passed\n'
[ ${#failed[@]} -eq 0 ]

#!/bin/sh
# Runs one target for a number of seconds: fuzz/run.sh parse 600
# Needs cargo-fuzz and the usual stable toolchain: safe Rust gains little from an address sanitizer.
set -eu
target=$1
seconds=${2:-600}
features=
cd "$(dirname "$0")"
case $target in
text | repair) seeds=../tests/fixtures/formats dict=structure.dict ;;
html) seeds=../tests/fixtures/formats dict=markup.dict ;;
markdown) seeds=seeds/markdown dict=structure.dict ;;
docx | ofd) seeds=seeds/$target dict=markup.dict ;;
archive | override) seeds=seeds/$target dict=structure.dict ;;
pdf) seeds=seeds/pdf dict=pdf.dict features="--features pdf" ;;
parse) seeds=../content/sources dict=structure.dict ;;
page) seeds=../content/circulars dict=structure.dict ;;
query) seeds=seeds/query dict=structure.dict ;;
*) echo "targets: text html markdown docx ofd archive pdf override repair parse page query" >&2; exit 2 ;;
esac
mkdir -p "corpus/$target"
# shellcheck disable=SC2086
exec cargo fuzz run --sanitizer none $features "$target" "corpus/$target" "$seeds" -- \
    -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -max_len=16384 -dict="$dict"

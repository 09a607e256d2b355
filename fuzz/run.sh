#!/bin/sh
# Runs one target for a number of seconds: fuzz/run.sh parse 600
# Needs cargo-fuzz and the usual stable toolchain: safe Rust gains little from an address sanitizer.
set -eu
target=$1
seconds=${2:-600}
cd "$(dirname "$0")"
case $target in
text) seeds=../tests/fixtures/formats dict=structure.dict ;;
html) seeds=../tests/fixtures/formats dict=markup.dict ;;
markdown) seeds=seeds/markdown dict=structure.dict ;;
docx | ofd) seeds=seeds/$target dict=markup.dict ;;
parse) seeds=../content/sources dict=structure.dict ;;
page) seeds=../content/circulars dict=structure.dict ;;
query) seeds=seeds/query dict=structure.dict ;;
*) echo "targets: text html markdown docx ofd parse page query" >&2; exit 2 ;;
esac
mkdir -p "corpus/$target"
exec cargo fuzz run --sanitizer none "$target" "corpus/$target" "$seeds" -- \
    -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len=16384 -dict="$dict"

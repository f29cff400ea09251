#!/usr/bin/env bash
# Runs all tests: formatting, the layer lint, the whole suite in a release build with warnings as errors and the full
# number of property cases, the whole suite under ASan and UBSan, and what has threads under TSan.
#   tests/run.sh           everything
#   tests/run.sh --quick   the release build only
set -euo pipefail
cd "$(dirname "$0")/.."

bash installer/setup.sh build desktop tests
jobs=$(nproc)
rm -f build/*/ctest.log

suite() { # preset, target to build, ctest arguments...
  local preset=$1 target=$2
  shift 2
  echo "== $preset: configure and build"
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset" --target "$target" -j "$jobs" -- --quiet
  echo "== $preset: tests"
  ctest --test-dir "build/$preset" -j "$jobs" --output-on-failure --no-tests=error "$@" | tee "build/$preset/ctest.log" |
    grep -avE '^ *(Start|[0-9]+/[0-9]+ Test .* Passed)' || true
  grep -aq '^100% tests passed' "build/$preset/ctest.log"
}

echo "== formatting"
git ls-files '*.cpp' '*.h' | xargs clang-format-14 --dry-run --Werror

GOUFANG_CASES=10000 suite ci all
if [ "${1:-}" != --quick ]; then
  suite asan all
  suite tsan test_find -L find
fi

passed=$(awk "/^100% tests passed/ { n += \$NF } END { print n }" build/*/ctest.log)
echo "$passed passed, 0 failed"

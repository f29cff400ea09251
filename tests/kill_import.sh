#!/usr/bin/env bash
# Drives the real command: kill -9 at a random moment of `goufang import`, again and again. Each time the registry must
# open, pass SQLite's checks, and hold exactly what was there before or exactly what is there after the import; and an
# import that was cut off must go through when it is run again. Takes minutes; not part of the test suite.
#   tests/kill_import.sh [GOUFANG] [ROUNDS] [BUYERS] [BEFORE]
# BEFORE: buyers that are there already (300); with 0 the import is the registry's first, which is written as pages.
set -euo pipefail
goufang=${1:-$(dirname "$0")/../build/release/app/cli/goufang}
rounds=${2:-200}
buyers=${3:-5000}
there=${4:-300}
[ -x "$goufang" ] || { echo "no program at $goufang" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
master=$folder/master.goufang
registry=$folder/r.goufang

library() { # root code, number of buyers
  awk -v root="$1" -v n="$2" 'BEGIN {
    printf "{客户编码}[分隔符]\"~~\"\r\n%s~~第%s区~~\r\n", root, root
    for (i = 1; i <= n; i++)
      printf "%s%05d~~测试%s%05d有限公司~~~~9199%04d%07d~~测试省示例市甲路%d号~~示例银行 %d~~~~~~False\r\n",
        root, i, root, i, root, i, i, i
  }'
}
library 3 "$there" >"$folder/before.txt"
library 7 "$buyers" >"$folder/import.txt"

wipe() { rm -f "$registry" "$registry"-wal "$registry"-shm "$registry"-journal "$registry".filling; }
# Rows and the number of steps; the names of files and times of steps do not matter.
state() {
  "$goufang" --registry "$registry" --json list | sha256sum
  "$goufang" --registry "$registry" --json tree | sha256sum
  "$goufang" --registry "$registry" --json history | wc -l
}
import=("$goufang" --registry "$registry" --quiet import "$folder/import.txt" --format aisino-text)
run_import() { "${import[@]}" >"$folder/out" 2>&1; }

"$goufang" --registry "$master" --quiet new
if ((there)); then
  "$goufang" --registry "$master" --quiet import "$folder/before.txt" --format aisino-text >"$folder/out" 2>&1 || [ $? = 1 ]
fi
cp "$master" "$registry"
before=$(state)
started=$(date +%s%N)
run_import || [ $? = 1 ]
took=$(( ($(date +%s%N) - started) / 1000 )) # microseconds
after=$(state)
[ "$before" != "$after" ] || { echo "the import changed nothing" >&2; exit 2; }

n_before=0 n_after=0 broken=0
for ((i = 1; i <= rounds; i++)); do
  wipe
  cp "$master" "$registry"
  # now and then beside a reader, so that the import goes through the WAL
  peer=
  if ((i % 3 == 0)) && command -v sqlite3 >/dev/null; then
    mkfifo "$folder/hold"
    sqlite3 "$registry" <"$folder/hold" >/dev/null & peer=$!
    exec 9>"$folder/hold"
    echo 'SELECT count(*) FROM setting;' >&9
  fi
  "${import[@]}" >"$folder/out" 2>&1 & victim=$! # the program itself, not a shell around it
  # up to a quarter later than it usually ends: the commit and the closing are moments too
  sleep "$(awk -v us="$took" -v r="$RANDOM" 'BEGIN { printf "%.6f", us * 1.25 * r / 32768 / 1e6 }')"
  kill -9 "$victim" 2>/dev/null || true
  { wait "$victim" || true; } 2>/dev/null
  if [ -n "$peer" ]; then
    exec 9>&-
    { wait "$peer" || true; } 2>/dev/null
    rm "$folder/hold"
  fi
  now=$(state 2>"$folder/err") || now=failed
  if command -v sqlite3 >/dev/null && [ "$(sqlite3 "$registry" 'PRAGMA integrity_check')" != ok ]; then now=damaged; fi
  [ ! -e "$registry".filling ] || { broken=$((broken + 1)); echo "round $i: pages are left over" >&2; }
  case $now in
  "$before")
    n_before=$((n_before + 1))
    if ((i % 10 == 0)); then
      run_import || [ $? = 1 ]
      [ "$(state)" = "$after" ] || { broken=$((broken + 1)); echo "round $i: not the same after a second try" >&2; }
    fi
    ;;
  "$after") n_after=$((n_after + 1)) ;;
  *) broken=$((broken + 1)); echo "round $i: $now" >&2; cat "$folder/err" >&2 ;;
  esac
done
echo "$n_before before, $n_after after, $broken broken"
((broken == 0))

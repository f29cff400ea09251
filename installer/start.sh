#!/usr/bin/env bash
# Sets up, builds and shows the main job on the sample library: a GBK 客户编码 text goes into a registry, is checked and
# searched, and comes out in the clients' formats. What it makes is left in build/demo to look at.
set -euo pipefail
cd "$(dirname "$0")/.."

bash installer/setup.sh build desktop
cmake --preset release -DGOUFANG_TESTS=OFF >/dev/null
cmake --build --preset release --target goufang goufang-desktop -j "$(nproc)" -- --quiet

demo=build/demo
rm -rf "$demo" && mkdir -p "$demo"
goufang() { # shows the command and runs it; exit status 1 means "done, with findings to read"
  printf '\n\033[1m$ goufang %s\033[0m\n' "$*"
  local status=0
  build/release/app/cli/goufang --registry "$demo/示例公司.goufang" "$@" || status=$?
  [ "$status" -le 1 ] || exit "$status"
}
goods='示例服务费,3049900000000000000,0.06,100.00'

goufang new --company 示例公司
goufang import assets/samples/customers-gbk.txt --report "$demo/导入报告.csv" --rejects "$demo/未导入.txt"
goufang tree --counts
goufang check
goufang check --fix
goufang find 青岚 物流 --limit 5
goufang export --format kehubianma-xml --output "$demo/客户编码.xml" --on-problem adjust
goufang export --format kp-xml --output "$demo/开票单据.xml" --goods "$goods" --on-problem adjust
goufang export --format aisino-text --output "$demo/客户编码.txt" --on-problem adjust
goufang history --limit 5
goufang info

printf '\nThe files are in %s:\n' "$demo"
ls -l "$demo"

# The window on the same library, where there is a screen to show it on.
window=(build/release/app/desktop/goufang-desktop --registry "$demo/示例公司.goufang")
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  printf '\nOpening the window: %s\n' "${window[*]}"
  nohup "${window[@]}" >/dev/null 2>&1 &
else
  printf '\nThere is no display here; with one this opens the window: %s\n' "${window[*]}"
fi

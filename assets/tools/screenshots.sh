#!/usr/bin/env bash
# Makes assets/screenshots anew from the sample library: the window tests' own program draws them on a display of its
# own. Needs a build with tests; ImageMagick, where it is there, makes the files small.
#   assets/tools/screenshots.sh [BUILD-FOLDER]      default: build/ci
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/ci}
export GOUFANG_TEST_SCREEN=1366x768
"$build/tests/window/test_window" "[screenshots]"
GTK_THEME=Adwaita:dark "$build/tests/window/test_window" "[screenshots-dark]"
mkdir -p assets/screenshots
for name in main main-en dark import export health picker; do
  if command -v convert >/dev/null; then
    convert "$build/shots/$name.png" -strip +dither -colors 255 "PNG8:assets/screenshots/$name.png"
  else
    cp "$build/shots/$name.png" assets/screenshots/
  fi
done
ls -l assets/screenshots

#!/usr/bin/env bash
# Installs the Debian packages of the given sections of packages.txt (build, desktop, tests, fuzz) that are not there yet.
#   installer/setup.sh build [desktop] [tests] [fuzz]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

wanted=()
for section in "$@"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(awk -v s="# [$section]" '/^#/ { on = ($0 == s); next } on && NF' "$here/packages.txt")
done

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "These packages are missing and need root to install: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

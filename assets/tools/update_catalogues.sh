#!/usr/bin/env bash
# Brings assets/locale/*.po up to date with the strings of app/desktop; new ones are left untranslated, none is guessed.
#   assets/tools/update_catalogues.sh           rewrite the catalogues
#   assets/tools/update_catalogues.sh --pot F   only write the template to F
# Needs the Debian package `gettext`.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == --pot ]]; then
    pot=${2:?where to}
else
    pot=$(mktemp --suffix=.pot)
    trap 'rm -f "$pot"' EXIT
fi
# tr() and TR_NOOP() in the sources; label (3) and help (6) of each row of commands.def, which takes two passes.
extract() { # extract KEYWORD... -- FILE...
    local keywords=()
    while [[ $1 != -- ]]; do keywords+=("$1") && shift; done
    shift
    xgettext --language=C++ --from-code=UTF-8 --keyword "${keywords[@]/#/--keyword=}" --no-wrap --add-location=file \
        --package-name=goufang --join-existing --output="$pot" "$@"
}
: >"$pot"
extract GOUFANG_COMMAND:3 -- app/desktop/commands.def
extract GOUFANG_COMMAND:6 -- app/desktop/commands.def
extract tr TR_NOOP -- app/desktop/*.cpp app/desktop/*.h
if [[ ${1:-} == --pot ]]; then exit 0; fi
for po in assets/locale/*.po; do
    msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --add-location=file "$po" "$pot"
    msgattrib --no-obsolete --no-wrap --add-location=file --output-file="$po" "$po"
    echo "$po: $(LC_ALL=C msgfmt --check --statistics --output-file=/dev/null "$po" 2>&1)"
done

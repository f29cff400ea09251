#include "app/words/words.h"

#include <algorithm>
#include <array>

namespace goufang::words {

namespace {

constexpr auto make_table() {
    auto table = std::to_array<Entry>({
#define GOUFANG_ERROR(code, status, zh_cn, zh_tw, en) {"error." #code, {zh_cn, zh_tw, en}},
#define GOUFANG_WORDS(id, zh_cn, zh_tw, en) {id, {zh_cn, zh_tw, en}},
#include "app/words/cli.def"
#include "app/words/errors.def"
#include "app/words/names.def"
#include "app/words/options.def"
#include "app/words/rules.def"
#include "app/words/steps.def"
#undef GOUFANG_WORDS
#undef GOUFANG_ERROR
    });
    std::sort(table.begin(), table.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
    return table;
}

// Sorted by the compiler: a start of the program costs nothing.
constexpr auto k_table = make_table();
static_assert(std::adjacent_find(k_table.begin(), k_table.end(),
                                 [](const Entry& a, const Entry& b) { return a.id == b.id; }) == k_table.end(),
              "an id stands twice in the table of words");

const Entry* find_entry(std::string_view id) {
    const auto at = std::lower_bound(k_table.begin(), k_table.end(), id,
                                     [](const Entry& e, std::string_view key) { return e.id < key; });
    return at != k_table.end() && at->id == id ? &*at : nullptr;
}

/// {0} {0#} {0@} at the start of the text; length 0 when there is none.
struct Placeholder {
    std::size_t index = 0, length = 0;
    char kind = 0;
};
Placeholder placeholder(std::string_view t) {
    if (t.size() < 3 || t[0] != '{' || t[1] < '0' || t[1] > '9') return {};
    const auto index = static_cast<std::size_t>(t[1] - '0');
    if (t[2] == '}') return {index, 3, 0};
    if (t.size() >= 4 && (t[2] == '#' || t[2] == '@') && t[3] == '}') return {index, 4, t[2]};
    return {};
}

} // namespace

std::span<const Entry> entries() { return k_table; }

bool known(std::string_view id) { return find_entry(id) != nullptr; }

std::string group_digits(std::string_view number) {
    const bool minus = number.starts_with('-');
    const std::string_view digits = number.substr(minus ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::string(number);
    std::string out(minus ? "-" : "");
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
        out += digits[i];
    }
    return out;
}

std::string sentence(Language language, std::string_view id, std::span<const std::string> args) {
    const Entry* entry = find_entry(id);
    if (entry == nullptr) {
        std::string out(id);
        for (const auto& arg : args) out += " " + arg;
        return out;
    }
    const std::string_view text = entry->text[static_cast<std::size_t>(language)];
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Placeholder p = placeholder(text.substr(at));
        if (p.length == 0) {
            out += text[at++];
            continue;
        }
        if (p.index < args.size()) {
            const std::string& arg = args[p.index];
            if (p.kind == '#')
                out += group_digits(arg);
            else if (p.kind == '@')
                out += known("field." + arg) ? sentence(language, "field." + arg) : arg;
            else
                out += arg;
        }
        at += p.length;
    }
    return out;
}

std::string sentence(Language language, std::string_view id, std::initializer_list<std::string> args) {
    return sentence(language, id, std::span<const std::string>(args.begin(), args.size()));
}

} // namespace goufang::words

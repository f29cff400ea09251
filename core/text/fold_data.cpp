#include "core/text/fold_data.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace goufang::text {

namespace {

struct CodePair {
    std::uint32_t first, second;
};
struct CodeText {
    std::uint32_t first;
    const char32_t* text;
};
#include "core/text/fold_table.inc"

template <class Row, std::size_t N> const Row* look_up(const Row (&table)[N], char32_t c) {
    const Row* row =
        std::lower_bound(std::begin(table), std::end(table), c, [](const Row& r, char32_t x) { return r.first < x; });
    return row != std::end(table) && row->first == c ? row : nullptr;
}

template <std::size_t N> char32_t mapped(const CodePair (&table)[N], char32_t c) {
    const CodePair* row = look_up(table, c);
    return row ? row->second : c;
}

} // namespace

bool compatibility_form(char32_t c, char32_t& one, std::u32string_view& several) {
    if (c < 0xA0) return false;
    if (const CodePair* row = look_up(k_single, c)) {
        one = row->second;
        several = {};
        return true;
    }
    if (const CodeText* row = look_up(k_several, c)) {
        several = row->text;
        return true;
    }
    return false;
}

char32_t simple_lower(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return mapped(k_lower, c);
}

char32_t simplified(char32_t c) { return c < 0x3400 ? c : mapped(k_simplified, c); }
char32_t canonical_ideograph(char32_t c) { return c < 0xF900 ? c : mapped(k_ideographs, c); }

} // namespace goufang::text

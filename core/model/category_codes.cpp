#include "core/model/category.h"

#include "core/text/errors.h"

#include <algorithm>
#include <charconv>

namespace goufang::model {
namespace {

constexpr std::string_view k_digits = "0123456789abcdefghijklmnopqrstuvwxyz";

std::size_t digit_value(char c, std::size_t base) {
    const std::size_t v = k_digits.find(c);
    return v < base ? v : std::string_view::npos;
}

/// Adds one in the given base, same width. False when it overflows.
bool count_up(std::string& suffix, std::size_t base) {
    for (std::size_t i = suffix.size(); i-- > 0;) {
        const std::size_t v = digit_value(suffix[i], base) + 1;
        if (v < base) {
            suffix[i] = k_digits[v];
            return true;
        }
        suffix[i] = '0';
    }
    return false;
}

} // namespace

std::string next_code(std::string_view parent_code, std::span<const std::string_view> siblings, std::size_t width,
                      bool letters) {
    const std::size_t base = letters ? 36 : 10;
    bool one_width = true;
    std::size_t shared = 0;
    for (const std::string_view s : siblings) {
        if (s.size() <= parent_code.size() || !s.starts_with(parent_code)) continue;
        const std::size_t w = s.size() - parent_code.size();
        if (shared && w != shared) one_width = false;
        shared = w;
    }
    if (shared && one_width) width = shared;
    width = std::max<std::size_t>(width, 1);
    if (parent_code.size() + width > CodeRule::max_code) throw Error(Code::code_full, {std::string(parent_code)});

    std::string_view greatest;
    for (const std::string_view s : siblings) {
        if (s.size() != parent_code.size() + width || !s.starts_with(parent_code)) continue;
        const std::string_view suffix = s.substr(parent_code.size());
        if (suffix > greatest &&
            std::all_of(suffix.begin(), suffix.end(), [&](char c) { return digit_value(c, base) < base; }))
            greatest = suffix;
    }
    std::string suffix = greatest.empty() ? std::string(width, '0') : std::string(greatest);
    if (!count_up(suffix, base)) throw Error(Code::code_full, {std::string(parent_code)});
    return std::string(parent_code) + suffix;
}

std::string CodeRule::to_text() const {
    return std::to_string(root_width) + '+' + std::to_string(child_width) + '+' + std::to_string(buyer_width) +
           (letters ? "a" : "");
}

std::optional<CodeRule> CodeRule::from_text(std::string_view s) {
    CodeRule rule;
    if (s.ends_with('a')) {
        rule.letters = true;
        s.remove_suffix(1);
    }
    std::uint8_t* const widths[] = {&rule.root_width, &rule.child_width, &rule.buyer_width};
    for (std::size_t i = 0; i < 3; ++i) {
        if (i && (s.empty() || s.front() != '+')) return std::nullopt;
        if (i) s.remove_prefix(1);
        const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), *widths[i]);
        if (error != std::errc() || *widths[i] < 1 || *widths[i] > max_code) return std::nullopt;
        s.remove_prefix(static_cast<std::size_t>(end - s.data()));
    }
    if (!s.empty()) return std::nullopt;
    return rule;
}

} // namespace goufang::model

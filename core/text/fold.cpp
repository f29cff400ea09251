#include "core/text/fold.h"

#include "core/text/fold_data.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"

#include <array>
#include <memory>

namespace goufang::text {

namespace {

enum class Kind { name, search };

bool is_bracket(char32_t c, bool& opening) {
    constexpr std::u32string_view k_brackets = U"()[]{}<>\u3008\u3009\u300A\u300B\u300C\u300D\u300E\u300F\u3010\u3011"
                                               U"\u3014\u3015\u3016\u3017\u3018\u3019\u301A\u301B\u2039\u203A"
                                               U"\u00AB\u00BB\u27E8\u27E9\u27EA\u27EB\u2985\u2986\u2329\u232A";
    const std::size_t at = k_brackets.find(c);
    opening = at % 2 == 0;
    return at != std::u32string_view::npos;
}

/// Invisible in a key: what cleaning deletes, and the rarer kin.
bool is_invisible(char32_t c) {
    return is_zero_width(c) || c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x180B && c <= 0x180F) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xE0000 && c <= 0xE0FFF);
}

constexpr char32_t k_deleted = 0;

/// Last step of a fold, on a plain character.
char32_t finish(char32_t c, Kind kind) {
    bool opening = false;
    if (is_invisible(c)) return k_deleted;
    if (kind == Kind::name) {
        const bool dot = c == '.' || c == 0x3002 || c == 0x2219 || c == 0x22C5 || c == 0x25CF || is_middle_dot(c);
        return is_space(c) || is_bracket(c, opening) || dot || is_dash(c) ? k_deleted : c;
    }
    if (is_space(c)) return ' ';
    if (is_bracket(c, opening)) return opening ? '(' : ')';
    if (is_middle_dot(c) || c == 0x2219 || c == 0x22C5) return 0xB7;
    if (is_dash(c)) return '-';
    return simplified(c);
}

/// All steps for one character; `emit` gets each resulting character.
template <class Emit> void fold_one(char32_t c, Kind kind, Emit&& emit) {
    char32_t one = 0;
    std::u32string_view several;
    const auto last = [&](char32_t x) {
        if (const char32_t y = finish(x, kind); y != k_deleted || x == 0) emit(y);
    };
    if (!compatibility_form(c, one, several)) {
        last(simple_lower(c));
    } else if (several.empty()) {
        last(one);
    } else {
        for (const char32_t x : several) last(x);
    }
}

/// The folds of the BMP, so that a name costs one look-up a character. 128 KB each, built at first use.
struct Table {
    static constexpr char16_t k_none = 0, k_slow = 0xFFFF;
    std::array<char16_t, 0x10000> to{};

    explicit Table(Kind kind) {
        for (char32_t c = 0; c < 0x10000; ++c) {
            char32_t first = 0;
            int n = 0;
            fold_one(c, kind, [&](char32_t x) {
                if (n++ == 0) first = x;
            });
            if (n == 0) {
                to[c] = k_none;
            } else {
                to[c] = n == 1 && first != 0 && first < 0xFFFF ? static_cast<char16_t>(first) : k_slow;
            }
        }
    }
};

template <Kind kind> const Table& table() {
    static const std::unique_ptr<const Table> built = std::make_unique<const Table>(kind);
    return *built;
}

/// Writes a code point of the BMP at `to`; returns past it.
inline char* put_bmp(char* to, char32_t c) {
    if (c < 0x80) {
        *to++ = static_cast<char>(c);
        return to;
    }
    if (c < 0x800) {
        *to++ = static_cast<char>(0xC0 | c >> 6);
    } else {
        *to++ = static_cast<char>(0xE0 | c >> 12);
        *to++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    }
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
    return to;
}

template <Kind kind> std::string fold(std::string_view s, std::vector<std::uint32_t>* origin) {
    const Table& t = table<kind>();
    // Room for what is left of `s`: at worst two bytes become three.
    const auto room = [&s](std::size_t at) { return (s.size() - at) * 3 / 2 + 4; };
    std::string out(room(0), '\0');
    char* to = out.data();
    std::uint32_t index = 0;
    for (std::size_t at = 0; at < s.size(); ++index) {
        const char32_t c = next_code_point(s, at);
        const char16_t folded = c < 0x10000 ? t.to[c] : Table::k_slow;
        if (folded == Table::k_none) continue;
        if (folded != Table::k_slow) {
            to = put_bmp(to, folded);
            if (origin) origin->push_back(index);
            continue;
        }
        out.resize(static_cast<std::size_t>(to - out.data()));
        fold_one(c, kind, [&](char32_t x) {
            append_utf8(out, x);
            if (origin) origin->push_back(index);
        });
        const std::size_t used = out.size();
        out.resize(used + room(at));
        to = out.data() + used;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

} // namespace

std::string name_key(std::string_view name) { return fold<Kind::name>(name, nullptr); }

std::string similar_key(std::string_view name) {
    // longest first; 公司 stands for all of them
    constexpr std::string_view k_forms[] = {"股份有限责任公司", "股份有限責任公司", "有限责任公司",
                                            "有限責任公司",     "责任有限公司",     "責任有限公司",
                                            "股份有限公司",     "有限公司",         "股份公司"};
    constexpr std::string_view k_company = "公司";
    const std::string key = name_key(name);
    std::string out;
    out.reserve(key.size());
    for (std::size_t at = 0; at < key.size();) {
        const std::string_view rest = std::string_view(key).substr(at);
        std::string_view form;
        for (const std::string_view f : k_forms) {
            if (rest.substr(0, f.size()) != f) continue;
            form = f;
            break;
        }
        if (form.empty()) {
            const std::size_t before = at;
            next_code_point(key, at);
            out.append(key, before, at - before);
        } else {
            out += k_company;
            at += form.size();
        }
    }
    return out;
}

std::string tax_id_key(std::string_view tax_id) {
    std::string out;
    out.reserve(tax_id.size());
    for (std::size_t at = 0; at < tax_id.size();) {
        const char plain = tax_id[at];
        if ((plain >= '0' && plain <= '9') || (plain >= 'A' && plain <= 'Z')) {
            out.push_back(plain);
            ++at;
            continue;
        }
        const char32_t c = canonical_ideograph(narrow(next_code_point(tax_id, at)));
        if (is_space(c) || is_dash(c) || is_invisible(c)) continue;
        append_utf8(out, c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    return out;
}

std::string search_fold(std::string_view s) { return fold<Kind::search>(s, nullptr); }

std::string search_fold(std::string_view s, std::vector<std::uint32_t>* origin) {
    if (origin) {
        origin->clear();
        origin->reserve(s.size() / 2);
    }
    return fold<Kind::search>(s, origin);
}

std::string fold_heading(std::string_view s) {
    std::string out = search_fold(s);
    std::erase_if(out, [](char c) { return c == ' ' || c == '*'; });
    return out;
}

} // namespace goufang::text

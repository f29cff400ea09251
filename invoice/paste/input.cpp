#include "invoice/paste/input.h"

#include "core/text/fold.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

char32_t fold_one(char32_t c, std::string_view utf8) {
    if (c == '\n' || c == '\t') return c;
    if (c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85 || c == 0x0B || c == 0x0C) return '\n';
    if (text::is_space(c) || text::is_zero_width(c)) return ' ';
    c = text::narrow(c);
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c < 0x80) return c;
    if (text::is_dash(c)) return '-';
    switch (c) {
    case 0xFE55:
    case 0xFE30:
    case 0x2236:
    case 0xFE13:
        return ':';
    case 0xFE50:
    case 0xFE10:
        return ',';
    case 0xFE54:
    case 0xFE14:
        return ';';
    case 0x3010:
    case 0x3014:
    case 0x3016:
        return '[';
    case 0x3011:
    case 0x3015:
    case 0x3017:
        return ']';
    case 0xFE59:
        return '(';
    case 0xFE5A:
        return ')';
    case 0x00A6:
    case 0x2502:
    case 0x2503:
    case 0x4E28:
        return '|';
    case 0x201C:
    case 0x201D:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0x300A:
    case 0x300B:
        return '"';
    case 0x2018:
    case 0x2019:
        return '\'';
    default:
        break;
    }
    if (!text::is_han(c)) return c;
    const std::string folded = text::search_fold(utf8);
    std::size_t at = 0;
    const char32_t simple = folded.empty() ? c : text::next_code_point(folded, at);
    const char32_t one = at == folded.size() && !folded.empty() ? simple : c;
    return one == U'帐' ? U'账' : one;
}

bool is_edge(char32_t c) {
    constexpr std::u32string_view k_edges = U" \t\n,;|@\"'。、!?*_=<>~`/+·•●◆■→#^&$\\%§¤¶";
    return k_edges.find(c) != std::u32string_view::npos || is_symbol(c);
}

} // namespace

Input::Input(std::string_view utf8) : m_bytes(utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t start = at;
        const char32_t c = text::next_code_point(utf8, at);
        m_byte.push_back(start);
        // "\r\n" is one line end
        m_fold +=
            c == '\r' && at < utf8.size() && utf8[at] == '\n' ? U' ' : fold_one(c, utf8.substr(start, at - start));
    }
    m_byte.push_back(utf8.size());
    drop_tags();
    drop_buttons();
    join_quoted_cells();
}

/// "<br>", "</p>" end a line, "</td>" a cell; other tags are nothing.
void Input::drop_tags() {
    for (std::size_t at = m_fold.find(U'<'); at != m_fold.npos; at = m_fold.find(U'<', at + 1)) {
        const std::size_t name = at + (this->at(at + 1) == '/' ? 2 : 1);
        const std::size_t end = m_fold.find_first_of(U"<>\n", at + 1);
        if (this->at(end) != '>') continue;
        const bool closes = name == at + 2 && end - name <= 20; // </公司名称>
        if (!text::is_ascii_letter(this->at(name)) && !closes) continue;
        std::size_t to = name;
        while (text::is_ascii_letter(this->at(to))) ++to;
        const std::u32string word = m_fold.substr(name, to - name);
        blank({at, end + 1});
        if (word == U"br" || word == U"p" || word == U"div" || word == U"li" || word == U"tr") m_fold[at] = '\n';
        if (word == U"td" || word == U"th") m_fold[at] = '\t';
    }
}

/// What a page shows behind a value, at the end of its line.
void Input::drop_buttons() {
    for (const std::u32string_view word : {U" 复制", U"\t复制", U" 一键复制", U" 编辑", U" 修改"})
        for (std::size_t at = m_fold.find(word); at != m_fold.npos; at = m_fold.find(word, at + 1)) {
            std::size_t end = at + word.size();
            while (this->at(end) == ' ') ++end;
            if (end == size() || this->at(end) == '\n') blank({at, at + word.size()});
        }
}

/// A spreadsheet puts a cell that holds line ends into quotes: in a row of cells they part no lines.
void Input::join_quoted_cells() {
    constexpr std::size_t k_longest = 500; // of such a cell
    const auto parts = [](char32_t c) { return c == '\t' || c == ','; };
    const auto ends = [&](char32_t c) { return parts(c) || c == '\n' || c == 0; };
    for (std::size_t from = m_fold.find(U'"'); from != m_fold.npos; from = m_fold.find(U'"', from + 1)) {
        if (from > 0 && !ends(m_fold[from - 1])) continue;
        std::size_t to = from + 1;
        while (to < size() && to - from <= k_longest && (at(to) != '"' || at(to + 1) == '"'))
            to += at(to) == '"' ? 2 : 1; // a quote inside is doubled
        if (at(to) != '"') continue;
        std::size_t behind = to + 1;
        while (at(behind) == ' ') ++behind; // "\r" before the line end
        const bool in_row = (from > 0 && parts(m_fold[from - 1])) || parts(at(behind));
        if (!in_row || !ends(at(behind))) continue;
        std::replace(m_fold.begin() + static_cast<std::ptrdiff_t>(from),
                     m_fold.begin() + static_cast<std::ptrdiff_t>(to), U'\n', U' ');
        from = to;
    }
}

std::string Input::value(Range r) const {
    constexpr std::size_t k_enough = 4; // "杭 州 市 西": a scan's spaces
    std::size_t single = 0, most = 0;
    for (std::size_t i = r.from; i + 1 < r.to; ++i) {
        if (at(i) == ' ') continue;
        single = text::is_han(at(i)) && at(i + 1) == ' ' ? single + 1 : 0;
        most = std::max(most, single);
    }
    std::string whole(typed(r)); // a line end inside is nothing, between letters a space
    for (std::size_t at = whole.find('\n'); at != std::string::npos; at = whole.find('\n', at)) {
        std::size_t from = whole.find_last_not_of(" \r\t", at == 0 ? 0 : at - 1), to = at;
        while (to < whole.size() && (whole[to] == '\n' || whole[to] == '\r' || whole[to] == ' ')) ++to;
        from = from == std::string::npos ? 0 : from + 1;
        const bool words =
            from > 0 && to < whole.size() && text::is_ascii_letter(whole[from - 1]) && text::is_ascii_letter(whole[to]);
        whole.replace(from, to - from, words ? " " : "");
    }
    std::string out = text::clean_text(whole);
    if (most < k_enough) return out;
    out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
    return out;
}

std::size_t Input::character(std::size_t from, std::size_t offset) const {
    const auto it = std::lower_bound(m_byte.begin(), m_byte.end(), m_byte[from] + offset);
    return static_cast<std::size_t>(it - m_byte.begin());
}

std::vector<Range> Input::lines() const {
    std::vector<Range> out;
    for (std::size_t from = 0; from <= size();) {
        const std::size_t stop = std::min(m_fold.find(U'\n', from), size());
        const std::size_t end = std::min(stop, from + k_max_line);
        out.push_back({from, end});
        from = end == stop ? end + 1 : end;
    }
    return out;
}

std::size_t Input::closing_bracket(Range r) const {
    std::size_t depth = 0;
    for (std::size_t i = r.from; i < r.to; ++i) {
        if (m_fold[i] == '(' || m_fold[i] == '[') ++depth;
        if ((m_fold[i] == ')' || m_fold[i] == ']') && --depth == 0) return i;
    }
    return r.to;
}

Range Input::trimmed(Range r) const {
    const auto opens = [](char32_t c) { return c == '(' || c == '['; };
    const auto closes = [](char32_t c) { return c == ')' || c == ']'; };
    const auto bare = [&](std::size_t i) { return is_edge(m_fold[i]) || m_fold[i] == '-'; };
    while (!r.empty() && (bare(r.from) || m_fold[r.from] == '.' || m_fold[r.from] == ':' || closes(m_fold[r.from])) &&
           !(m_fold[r.from] == '+' && text::is_ascii_digit(at(r.from + 1)) && at(r.from + 1) != '0'))
        ++r.from;
    const auto stop = [&](std::size_t i) { return m_fold[i] == '.' && i > r.from && text::is_han(m_fold[i - 1]); };
    while (!r.empty() && (bare(r.to - 1) || opens(m_fold[r.to - 1]) || stop(r.to - 1))) --r.to;
    if (r.size() > 2 && opens(m_fold[r.from]) && closing_bracket(r) == r.to - 1) return trimmed({r.from + 1, r.to - 1});
    // a bracket whose partner is outside
    const auto inside = folded(r);
    const auto opened = std::count_if(inside.begin(), inside.end(), opens);
    const auto closed = std::count_if(inside.begin(), inside.end(), closes);
    if (!r.empty() && closes(m_fold[r.to - 1]) && closed > opened) return trimmed({r.from, r.to - 1});
    if (!r.empty() && opens(m_fold[r.from]) && opened > closed) return trimmed({r.from + 1, r.to});
    return r;
}

void Input::blank(Range r) {
    for (std::size_t i = r.from; i < r.to; ++i) m_fold[i] = ' ';
}

bool is_han_or_letter(char32_t c) { return text::is_han(c) || text::is_ascii_letter(c); }
bool is_alnum(char32_t c) { return text::is_ascii_digit(c) || text::is_ascii_letter(c); }
bool is_symbol(char32_t c) {
    return (c >= 0x2150 && c <= 0x23FF) || (c >= 0x2460 && c <= 0x27BF) || (c >= 0x1F000 && c <= 0x1FAFF) ||
           (c >= 0x2B00 && c <= 0x2BFF) || (c >= 0x3200 && c <= 0x33FF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0x2016 && c <= 0x2023) || c == 0x203B || c == 0xA789;
}
bool is_word(char32_t c) { return is_han_or_letter(c) || text::is_ascii_digit(c); }

bool contains(std::u32string_view text, std::u32string_view part) {
    return text.find(part) != std::u32string_view::npos;
}

namespace {
template <class F> bool any_word(std::u32string_view words, F test) {
    for (;;) {
        const std::size_t bar = words.find(U'|');
        if (test(words.substr(0, bar))) return true;
        if (bar == std::u32string_view::npos) return false;
        words.remove_prefix(bar + 1);
    }
}
} // namespace

bool contains_any(std::u32string_view text, std::u32string_view words) {
    return any_word(words, [&](std::u32string_view w) { return contains(text, w); });
}

bool ends_with_any(std::u32string_view text, std::u32string_view words) {
    return any_word(words, [&](std::u32string_view w) { return text.ends_with(w); });
}

} // namespace goufang::invoice::paste

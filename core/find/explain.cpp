#include "core/find/evaluate.h"

#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::find {

namespace {

/// Folded characters of a value and where each came from, for values whose characters were not kept one for one.
struct Folded {
    std::u32string chars;
    std::vector<std::uint32_t> origin; ///< in characters of the value
    std::size_t length = 0;            ///< of the value

    explicit Folded(std::string_view value) : length(text::count_code_points(value)) {
        const std::string folded = text::search_fold(value, &origin);
        for (std::size_t at = 0; at < folded.size();) chars += text::next_code_point(folded, at);
        origin.resize(chars.size());
    }
    /// Span in the value of folded characters [from, from + count).
    void span(std::size_t from, std::size_t count, Match& m) const {
        m.start = origin[from];
        m.length = origin[from + count - 1] + 1 - m.start;
    }
};

const Original* original_of(const std::vector<Original>* originals, const Value& v) {
    if (!originals) return nullptr;
    for (const Original& o : *originals)
        if (o.field == v.field && o.part == v.part) return &o;
    return nullptr;
}

/// A list of addresses holds both an address (text) and a phone (number): their originals share field and part.
const Original* original_of(const std::vector<Original>* originals, const Value& v, std::string_view key) {
    if (!originals) return nullptr;
    for (const Original& o : *originals)
        if (o.field == v.field && o.part == v.part && number_key(o.text) == key) return &o;
    return nullptr;
}

bool locate_text(const Value& v, const Word& word, const std::vector<Original>* originals, Match& m) {
    const std::size_t at = v.code.find(word.text);
    if (at == v.code.npos) return false;
    m.how = How::fragment;
    m.start = static_cast<std::uint32_t>(Alphabet::count(v.code.substr(0, at)));
    m.length = static_cast<std::uint32_t>(word.chars.size());
    if (const Original* o = original_of(originals, v)) {
        const Folded folded(o->text);
        if (const std::size_t i = folded.chars.find(word.chars); i != folded.chars.npos)
            folded.span(i, word.chars.size(), m);
    }
    return true;
}

bool locate_number(const Value& v, const Word& word, const std::vector<Original>* originals, Match& m) {
    const std::size_t at = word.key.empty() ? v.code.npos : v.code.find(word.key);
    if (at == v.code.npos) return false;
    m.how = How::number;
    std::size_t end = at + word.key.size();
    std::size_t begin = at;
    if (v.dash != 0) {
        if (begin >= v.dash) ++begin;
        if (end > v.dash) ++end;
    }
    m.start = static_cast<std::uint32_t>(begin);
    m.length = static_cast<std::uint32_t>(end - begin);
    if (const Original* o = original_of(originals, v, v.code)) {
        const Folded folded(o->text);
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < folded.chars.size(); ++i) {
            const char32_t c = folded.chars[i];
            if ((c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z')) kept.push_back(i);
        }
        if (at + word.key.size() <= kept.size())
            folded.span(kept[at], kept[at + word.key.size() - 1] - kept[at] + 1, m);
    }
    return true;
}

bool locate_pinyin(const Value& v, const Word& word, const std::vector<Original>* originals, Match& m) {
    if (word.pinyin.empty()) return false;
    std::u32string elements;
    std::vector<std::uint32_t> positions;
    elements_of(v.code, elements, &positions);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const std::size_t n = word.pinyin.match_at(elements, i);
        if (n == 0) continue;
        m.how = How::pinyin;
        m.start = positions[i];
        m.length = positions[i + n - 1] + 1 - positions[i];
        if (const Original* o = original_of(originals, v)) Folded(o->text).span(m.start, m.length, m);
        return true;
    }
    return false;
}

} // namespace

void explain_row(const Segment& segment, std::size_t row, const std::vector<Word>& words,
                 const std::vector<std::vector<char>>& categories, Hit& hit) {
    const std::vector<Original>* originals = segment.originals(row);
    std::vector<Value> values;
    for (std::uint32_t w = 0; w < words.size(); ++w) {
        const Word& word = words[w];
        for (const Part part : {Part::code, Part::names, Part::mail, Part::tax, Part::text, Part::numbers}) {
            const std::string whole = segment.whole_row(part, row);
            split_values(part, whole, values);
            for (Value& v : values) {
                Match m;
                m.field = v.field;
                m.part = v.part;
                m.word = w;
                bool found = false;
                switch (part) {
                case Part::code:
                    found = v.code.substr(0, word.text.size()) == word.text && locate_text(v, word, originals, m);
                    m.how = How::code;
                    break;
                case Part::names:
                    found = locate_text(v, word, originals, m) || locate_pinyin(v, word, originals, m);
                    break;
                case Part::tax:
                case Part::numbers:
                    found = locate_number(v, word, originals, m);
                    break;
                default:
                    found = locate_text(v, word, originals, m);
                    break;
                }
                if (found) hit.matches.push_back(m);
            }
        }
        if (!categories[w].empty() && categories[w][segment.category(row)]) hit.by_category.push_back(w);
        if (word.inactive && segment.inactive().test(row)) hit.by_status.push_back(w);
    }
}

} // namespace goufang::find

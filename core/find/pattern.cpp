#include "core/find/pattern.h"

#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <bit>
#include <set>

namespace goufang::find {

namespace {

constexpr std::size_t k_short = 16; ///< longer words remember where they failed, else odd names take exponential time

bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_space(char32_t c) { return c == U' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000; }
bool starts_with(std::string_view s, std::string_view head) { return s.substr(0, head.size()) == head; }

/// Lengths of syllables are kept as bits; none is longer than six letters.
template <class F> void each_length(unsigned lengths, F&& f) {
    for (; lengths != 0; lengths &= lengths - 1) f(static_cast<std::size_t>(std::countr_zero(lengths)));
}
std::size_t longest(unsigned lengths) { return static_cast<std::size_t>(std::bit_width(lengths)) - 1; }

} // namespace

PinyinPattern::PinyinPattern(std::u32string_view word) {
    const Alphabet& alphabet = Alphabet::get();
    if (std::none_of(word.begin(), word.end(), is_letter)) return;
    for (const char32_t c : word)
        if (!is_letter(c) && !is_digit(c) && alphabet.list_of(c) == k_no_list) return;
    m_word = word;
    for (const char32_t c : word) m_ascii += c < 128 ? static_cast<char>(c) : '\1';
    make_filter();
    make_certain();
}

bool PinyinPattern::step(std::u32string_view elements, std::size_t element, std::size_t at, std::size_t& end,
                         std::vector<bool>* failed) const {
    if (at == m_word.size()) {
        end = element;
        return true;
    }
    if (element == elements.size()) return false;
    const char32_t c = elements[element];
    if (m_word[at] == c) return step(elements, element + 1, at + 1, end, failed);
    if (!is_letter(m_word[at])) return false;
    const Alphabet& alphabet = Alphabet::get();
    const std::uint16_t list = alphabet.list_of(c);
    if (list == k_no_list || !(alphabet.initials(list) >> (m_word[at] - U'a') & 1)) return false;
    const std::size_t state = element * m_word.size() + at;
    if (failed && (*failed)[state]) return false;
    const std::string_view rest = std::string_view(m_ascii).substr(at);
    for (const std::string_view reading : alphabet.readings(list)) {
        if (starts_with(reading, rest)) {
            end = element + 1;
            return true;
        }
        if (reading.size() > 1 && starts_with(rest, reading) &&
            step(elements, element + 1, at + reading.size(), end, failed))
            return true;
    }
    if (step(elements, element + 1, at + 1, end, failed)) return true;
    if (failed) (*failed)[state] = true;
    return false;
}

std::size_t PinyinPattern::match_at(std::u32string_view elements, std::size_t from) const {
    std::size_t end = 0;
    if (m_word.empty()) return 0;
    if (m_word.size() <= k_short) return step(elements, from, 0, end, nullptr) ? end - from : 0;
    // No match has more elements than the word has characters: what lies behind need not be kept.
    const std::u32string_view near = elements.substr(from, m_word.size());
    std::vector<bool> failed(near.size() * m_word.size());
    return step(near, 0, 0, end, &failed) ? end : 0;
}

void PinyinPattern::make_filter() {
    const Alphabet& alphabet = Alphabet::get();
    const std::size_t n = m_word.size();
    const auto rest = [&](std::size_t at) { return std::string_view(m_ascii).substr(at); };
    // What an element may take at each place of the word: the lengths of syllables that fit there, whether the rest
    // is the beginning of one, and whether the word can be finished from there at all.
    auto& lengths = m_lengths;
    auto& tail = m_tail;
    lengths.resize(n);
    tail.resize(n);
    std::vector<bool> alive(n + 1);
    alive[n] = true;
    for (std::size_t at = n; at-- > 0;) {
        if (!is_letter(m_word[at])) {
            alive[at] = alive[at + 1];
            continue;
        }
        for (const std::string_view s : alphabet.syllables()) {
            if (starts_with(s, rest(at))) tail[at] = true;
            if (starts_with(rest(at), s)) lengths[at] |= 1u << s.size();
        }
        alive[at] = tail[at] || alive[at + 1]; // a letter of the name itself takes any letter
        each_length(lengths[at], [&](std::size_t l) { alive[at] = alive[at] || alive[at + l]; });
    }
    // Can an element with this list of readings (or this letter) stand at `at`, and does it take the whole rest?
    const auto takes = [&](std::uint16_t list, std::size_t at, bool& all) {
        bool some = false;
        if (!is_letter(m_word[at])) return false;
        if (!(alphabet.initials(list) >> (m_word[at] - U'a') & 1)) return false;
        if (alive[at + 1]) some = true;
        for (const std::string_view r : alphabet.readings(list)) {
            if (starts_with(r, rest(at))) some = all = true;
            if (starts_with(rest(at), r) && alive[at + r.size()]) some = true;
        }
        return some;
    };
    ByteSets& f = m_filter;
    // One element for the whole word: certain for ids of one list and for sets where every list does it.
    bool whole = false;
    if (n > 0 && tail[0]) {
        std::array<bool, 256> some{};
        for (std::size_t list = 1; list < alphabet.list_count(); ++list) {
            bool all = false;
            takes(static_cast<std::uint16_t>(list), 0, all);
            const std::uint8_t id = alphabet.list_element_id(static_cast<std::uint16_t>(list));
            some[id] = some[id] || all;
        }
        for (std::size_t id = 0; id < 256; ++id) {
            f.alone[id] = some[id];
            whole = whole || some[id];
        }
    }
    f.has_alone = whole && n > 1;
    std::set<std::size_t> places{0};
    for (std::size_t position = 0; position < k_places; ++position) {
        bool may_end = false;
        for (const std::size_t at : places) may_end = may_end || at == n;
        if (may_end) break;
        auto& table = f.at[position];
        std::set<std::size_t> next;
        for (const std::size_t at : places) {
            if (!alive[at]) continue;
            const char32_t c = m_word[at];
            if (c < 128) table[Alphabet::literal_id(static_cast<char>(c))] = true;
            next.insert(at + 1);
            if (!is_letter(c)) {
                if (c >= 128) table[alphabet.element_id(c)] = true;
                continue;
            }
            bool ends = false;
            for (std::size_t list = 1; list < alphabet.list_count(); ++list) {
                bool all = false;
                const std::uint8_t id = alphabet.list_element_id(static_cast<std::uint16_t>(list));
                if (!takes(static_cast<std::uint16_t>(list), at, all)) continue;
                ends = ends || all;
                table[id] = true;
            }
            each_length(lengths[at], [&](std::size_t l) { next.insert(at + l); });
            if (ends && at + 1 != n) next.insert(n);
        }
        f.positions = position + 1;
        if (position == 0 && f.has_alone) next.erase(n); // such matches are found by `alone`
        places = std::move(next);
    }
}

/// Some matches need no second look: the word is some initials, or some syllables (the last may be
/// only begun), and every character that the ids can stand for has them.
void PinyinPattern::make_certain() {
    const Alphabet& alphabet = Alphabet::get();
    std::vector<std::string_view> parts;
    const std::string_view word = m_ascii;
    if (word.find('\1') != word.npos) return;
    bool initials = word.size() <= k_places;
    for (std::size_t at = 0; at < word.size() && initials; ++at) {
        parts.push_back(word.substr(at, 1));
        initials = m_lengths[at] < 4 && (!m_tail[at] || at + 1 == word.size()); // no syllable but a letter
    }
    if (!initials) {
        parts.clear();
        for (std::size_t at = 0; at < word.size(); at += parts.back().size()) {
            if (parts.size() == k_places || (!m_tail[at] && m_lengths[at] == 0)) return;
            parts.push_back(m_tail[at] ? word.substr(at) : word.substr(at, longest(m_lengths[at])));
        }
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        auto& set = m_filter.certain[i];
        std::array<bool, 256> seen{};
        for (std::size_t list = 1; list < alphabet.list_count(); ++list) {
            const auto all = alphabet.readings(static_cast<std::uint16_t>(list));
            const bool fits = std::any_of(all.begin(), all.end(), [&](std::string_view r) {
                return r == parts[i] || ((last || initials) && starts_with(r, parts[i]));
            });
            const std::uint8_t id = alphabet.list_element_id(static_cast<std::uint16_t>(list));
            set[id] = fits && (set[id] || !seen[id]);
            seen[id] = true;
        }
        if (parts[i].size() == 1) set[Alphabet::literal_id(parts[i][0])] = true;
    }
    m_filter.certain_positions = parts.size();
}

bool PinyinPattern::narrow(const Grams& pairs, Bits& blocks) const {
    const Alphabet& alphabet = Alphabet::get();
    const std::size_t n = std::min(m_word.size(), k_short); // what follows does not narrow
    if (pairs.empty() || n < 2 || m_tail[0]) return false;
    const auto classes = [&](std::size_t at) {
        const char32_t c = m_word[at];
        if (is_letter(c)) return 1u << (c - U'a');
        return is_digit(c) ? 1u << k_digit_class : alphabet.element(alphabet.element_id(c)).initials;
    };
    // From the end: where can the word from `at` on be taken? Empty = everywhere.
    std::vector<Bits> from(n);
    Bits step;
    for (std::size_t at = n - 1; at-- > 0;) {
        if (m_tail[at]) continue;
        Bits sum(pairs.blocks());
        bool everywhere = false;
        const auto go_on = [&](std::size_t next) {
            if (next >= n) {
                everywhere = true;
                return;
            }
            step.reset(pairs.blocks());
            pairs.add_pairs(classes(at), classes(next), step);
            const auto& rest = from[next].words();
            for (std::size_t i = 0; i < sum.words().size(); ++i)
                sum.words()[i] |= step.words()[i] & (rest.empty() ? ~std::uint64_t{0} : rest[i]);
        };
        go_on(at + 1);
        each_length(m_lengths[at] & ~2u, [&](std::size_t l) { go_on(at + l); });
        if (!everywhere) from[at] = std::move(sum);
    }
    const auto& known = from[0].words();
    if (known.empty()) return false;
    for (std::size_t i = 0; i < known.size(); ++i) blocks.words()[i] &= known[i];
    return true;
}

Verdict PinyinPattern::match_ids(const char* place) const {
    return m_word.size() <= k_short ? step_ids(place, 0) : Verdict::ask_the_name;
}

Verdict PinyinPattern::step_ids(const char* place, std::size_t at) const {
    if (at == m_word.size()) return Verdict::yes;
    const auto id = static_cast<std::uint8_t>(*place);
    if (id < 2) return Verdict::no; // end of the name
    const Alphabet& alphabet = Alphabet::get();
    const Element& e = alphabet.element(id);
    const char32_t c = m_word[at];
    if (c >= 128) // which of the characters with this id it was only the name knows
        return alphabet.element_id(c) == id && step_ids(place + 1, at + 1) != Verdict::no ? Verdict::ask_the_name
                                                                                          : Verdict::no;
    if (id < k_first_list_id) // a digit or letter of the name stands for itself
        return id == Alphabet::literal_id(static_cast<char>(c)) ? step_ids(place + 1, at + 1) : Verdict::no;
    if (!is_letter(c) || !(e.initials >> (c - U'a') & 1)) return Verdict::no;
    Verdict best = Verdict::no;
    const auto take = [&](Verdict v, bool certain) {
        if (v == Verdict::yes && !certain) v = Verdict::ask_the_name;
        if (best == Verdict::no || v == Verdict::yes) best = v == Verdict::no ? best : v;
    };
    if (e.list != 0) {
        const std::string_view rest = std::string_view(m_ascii).substr(at);
        for (const std::string_view reading : alphabet.readings(e.list)) {
            if (rest.size() > 1 && reading.size() > 1 && reading[1] != rest[1]) continue;
            if (starts_with(reading, rest)) return Verdict::yes;
            if (reading.size() > 1 && starts_with(rest, reading)) take(step_ids(place + 1, at + reading.size()), true);
            if (best == Verdict::yes) return best;
        }
    } else if (at + 1 == m_word.size()) {
        take(Verdict::yes, e.exact);
    } else if (e.second == 0 || e.second == m_ascii[at + 1]) {
        if (m_tail[at]) take(Verdict::yes, e.second != 0 && at + 2 == m_word.size());
        each_length(m_lengths[at] & ~2u, [&](std::size_t l) { take(step_ids(place + 1, at + l), false); });
        if (best == Verdict::yes) return best;
    }
    take(step_ids(place + 1, at + 1), e.exact);
    return best;
}

std::vector<Word> parse_query(std::string_view query) {
    const Alphabet& alphabet = Alphabet::get();
    std::vector<Word> words;
    const std::string folded = text::search_fold(query);
    std::u32string chars;
    const auto close = [&] {
        if (chars.empty()) return;
        Word w;
        w.chars = std::move(chars);
        chars.clear();
        bool number = true;
        for (const char32_t c : w.chars) {
            alphabet.append(c, w.text);
            if (is_letter(c) || is_digit(c))
                w.key += static_cast<char>(c);
            else if (c != U'-' && c != U'.' && c != U'/' && c != U'(' && c != U')' && c != U'+')
                number = false;
        }
        if (!number) w.key.clear();
        w.pinyin = PinyinPattern(w.chars);
        w.inactive = w.chars == U"停用";
        words.push_back(std::move(w));
    };
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t c = text::next_code_point(folded, at);
        if (is_space(c))
            close();
        else
            chars += c;
    }
    close();
    return words;
}

void elements_of(std::string_view name_code, std::u32string& elements, std::vector<std::uint32_t>* positions) {
    const Alphabet& alphabet = Alphabet::get();
    elements.clear();
    if (positions) positions->clear();
    std::uint32_t position = 0;
    for (std::size_t at = 0; at < name_code.size(); ++position) {
        const char32_t c = alphabet.next(name_code, at);
        if (alphabet.element_id(c) == 0) continue;
        elements += c;
        if (positions) positions->push_back(position);
    }
}

} // namespace goufang::find

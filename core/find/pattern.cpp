#include "core/find/pattern.h"

#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <bit>
#include <set>

namespace goufang::find {

namespace {

constexpr std::size_t k_short = 16; ///< longer words remember where they failed, else odd names take exponential time;
                                    ///< their ids are compared up to here

bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_space(char32_t c) { return c == U' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000; }
bool starts_with(std::string_view s, std::string_view head) { return s.substr(0, head.size()) == head; }

/// Lengths of syllables (none is longer than six letters) and places of the word are kept as bits.
template <class F> void each_bit(std::uint32_t bits, F&& f) {
    for (; bits != 0; bits &= bits - 1) f(static_cast<std::size_t>(std::countr_zero(bits)));
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
    make_steps();
    ByteSets sets;
    fill_sets(sets);
    fill_certain(sets);
    m_filter = SetScan(sets);
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

void PinyinPattern::make_steps() {
    const Alphabet& alphabet = Alphabet::get();
    const std::size_t n = m_word.size();
    const auto rest = [&](std::size_t at) { return std::string_view(m_ascii).substr(at); };
    m_lengths.resize(n);
    m_tail.resize(n);
    m_steps.resize(std::min(n, k_short));
    for (std::size_t at = 0; at < n; ++at) {
        if (!is_letter(m_word[at])) continue;
        for (const std::string_view s : alphabet.syllables()) {
            if (s[0] != m_ascii[at]) continue;
            if (starts_with(s, rest(at))) m_tail[at] = true;
            if (starts_with(rest(at), s)) m_lengths[at] |= 1u << s.size();
        }
    }
    std::array<bool, 256> seen{};
    for (std::size_t at = 0; at < m_steps.size(); ++at) {
        auto& steps = m_steps[at];
        const char32_t c = m_word[at];
        const std::uint32_t next = 1u << (at + 1);
        if (!is_letter(c)) { // which of the characters with this id it was only the name knows
            const std::uint8_t id = c < 128 ? Alphabet::literal_id(static_cast<char>(c)) : alphabet.element_id(c);
            (c < 128 ? steps[id].sure : steps[id].maybe) = next;
            continue;
        }
        seen.fill(false);
        for (std::size_t i = 1; i < alphabet.list_count(); ++i) {
            const auto list = static_cast<std::uint16_t>(i);
            std::uint32_t to = 0;
            if (alphabet.initials(list) >> (c - U'a') & 1) {
                to = next;
                for (const std::string_view r : alphabet.readings(list)) {
                    if (r[0] != m_ascii[at]) continue;
                    if (starts_with(r, rest(at)))
                        to |= 1u << std::min(n, k_short);
                    else if (starts_with(rest(at), r))
                        to |= 1u << std::min(at + r.size(), k_short);
                }
            }
            const std::uint8_t id = alphabet.list_element_id(list);
            Step& step = steps[id];
            const std::uint32_t any = step.sure | step.maybe | to;
            step.sure = seen[id] ? step.sure & to : to;
            step.maybe = any & ~step.sure;
            seen[id] = true;
        }
        steps[Alphabet::literal_id(static_cast<char>(c))].sure = next;
    }
}

void PinyinPattern::fill_sets(ByteSets& f) const {
    const std::size_t n = m_steps.size();
    const std::uint32_t end = 1u << n;
    // From where the word can be finished at all.
    std::uint32_t alive = end;
    for (std::size_t at = n; at-- > 0;)
        for (const Step& s : m_steps[at])
            if (((s.sure | s.maybe) & alive) != 0) alive |= 1u << at;
    // One element for the whole word.
    for (std::size_t id = 0; id < 256; ++id) {
        f.alone[id] = n > 1 && ((m_steps[0][id].sure | m_steps[0][id].maybe) & end) != 0;
        f.has_alone = f.has_alone || f.alone[id];
    }
    std::uint32_t places = 1;
    for (std::size_t position = 0; position < k_places && (places & end) == 0; ++position) {
        std::uint32_t next = 0;
        for (std::size_t at = 0; at < n; ++at) {
            if ((places >> at & 1) == 0) continue;
            for (std::size_t id = 0; id < 256; ++id) {
                const std::uint32_t to = (m_steps[at][id].sure | m_steps[at][id].maybe) & alive;
                if (to == 0) continue;
                f.at[position][id] = true;
                next |= to;
            }
        }
        f.positions = position + 1;
        if (position == 0 && f.has_alone) next &= ~end; // such matches are found by `alone`
        places = next;
    }
}

/// Some matches need no second look: the word is some initials, or some syllables (the last may be
/// only begun), and every character that the ids can stand for has them.
void PinyinPattern::fill_certain(ByteSets& f) const {
    const std::size_t n = m_word.size();
    if (n > m_steps.size() || m_ascii.find('\1') != m_ascii.npos) return;
    std::vector<std::size_t> ends; // of the parts
    bool initials = n <= k_places;
    for (std::size_t at = 0; at < n && initials; ++at) {
        ends.push_back(at + 1);
        initials = m_lengths[at] < 4 && (!m_tail[at] || at + 1 == n); // no syllable but a letter
    }
    if (!initials) {
        ends.clear();
        for (std::size_t at = 0; at < n; at = ends.back()) {
            if (ends.size() == k_places || (!m_tail[at] && m_lengths[at] == 0)) return;
            ends.push_back(m_tail[at] ? n : at + longest(m_lengths[at]));
        }
    }
    for (std::size_t i = 0, at = 0; i < ends.size(); at = ends[i++])
        for (std::size_t id = 0; id < 256; ++id) f.certain[i][id] = (m_steps[at][id].sure >> ends[i] & 1) != 0;
    f.certain_positions = ends.size();
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
    // From the end: where can the word from `at` on be taken by an element that leads to `next`?
    struct Way {
        std::size_t next;
        Bits blocks;
    };
    std::vector<std::vector<Way>> ways(n); // none: it can be taken everywhere
    const auto pairs_of = [&](std::size_t at, std::size_t next, Grams::Apart apart) {
        Bits with(pairs.blocks());
        pairs.add_pairs(classes(at), classes(next), apart, with);
        return with;
    };
    for (std::size_t at = n - 1; at-- > 0;) {
        if (m_tail[at]) continue;
        each_bit(m_lengths[at] | 2u, [&](std::size_t length) {
            const std::size_t next = at + length;
            if (next >= n) return;
            Way way{next, pairs_of(at, next, Grams::Apart::next)};
            if (!ways[next].empty()) {
                Bits sum(pairs.blocks());
                for (const Way& on : ways[next]) {
                    Bits with = pairs_of(at, on.next, Grams::Apart::next_but_one);
                    with &= on.blocks;
                    sum |= with;
                }
                way.blocks &= sum;
            }
            ways[at].push_back(std::move(way));
        });
        if (at + longest(m_lengths[at] | 2u) >= n) ways[at].clear();
    }
    if (ways[0].empty()) return false;
    Bits known(pairs.blocks());
    for (const Way& way : ways[0]) known |= way.blocks;
    blocks &= known;
    return true;
}

Verdict PinyinPattern::match_ids(const char* place) const {
    const std::uint32_t end = 1u << m_steps.size();
    std::uint32_t sure = 1, maybe = 0; // places of the word that the elements so far can have reached
    bool ask = false;
    for (; static_cast<std::uint8_t>(*place) >= 2; ++place) { // until the name ends
        const auto id = static_cast<std::uint8_t>(*place);
        std::uint32_t next_sure = 0, next_maybe = 0;
        each_bit(sure, [&](std::size_t at) {
            next_sure |= m_steps[at][id].sure;
            next_maybe |= m_steps[at][id].maybe;
        });
        each_bit(maybe, [&](std::size_t at) { next_maybe |= m_steps[at][id].sure | m_steps[at][id].maybe; });
        ask = ask || ((next_maybe | next_sure) & end) != 0;
        if ((next_sure & end) != 0 && m_word.size() == m_steps.size()) return Verdict::yes;
        sure = next_sure & ~end;
        maybe = next_maybe & ~end;
        if ((sure | (ask ? 0 : maybe)) == 0) break;
    }
    return ask ? Verdict::ask_the_name : Verdict::no;
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

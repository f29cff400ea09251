#include "core/find/mnemonic.h"

#include "core/find/alphabet.h"
#include "core/find/index.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <span>
#include <unordered_map>

namespace goufang::find {

namespace {

struct RawWord {
    std::string_view word, readings;
};
constexpr RawWord k_words[] = {
#define GOUFANG_WORD(word, readings) {word, readings},
#define GOUFANG_SURNAME(word, readings)
#include "assets/pinyin/words.def"
#undef GOUFANG_WORD
#undef GOUFANG_SURNAME
};
constexpr RawWord k_surnames[] = {
#define GOUFANG_WORD(word, readings)
#define GOUFANG_SURNAME(word, readings) {word, readings},
#include "assets/pinyin/words.def"
#undef GOUFANG_WORD
#undef GOUFANG_SURNAME
};

struct Entry {
    std::u32string word;
    std::vector<std::uint8_t> readings;
};

/// The words by first character, the longest first.
class Words {
  public:
    static const Words& get() {
        static const Words instance;
        return instance;
    }
    const Entry* match(std::u32string_view rest) const { return match(m_words, m_first, rest); }
    const Entry* surname(std::u32string_view rest) const { return match(m_surnames, m_surname_first, rest); }

  private:
    using Map = std::unordered_map<char32_t, std::vector<Entry>>;

    Words() {
        for (const RawWord& w : k_words) add(m_words, m_first, w);
        for (const RawWord& w : k_surnames) add(m_surnames, m_surname_first, w);
    }
    static void add(Map& map, std::bitset<1024>& first, const RawWord& raw) {
        const Alphabet& alphabet = Alphabet::get();
        Entry e;
        for (std::size_t at = 0; at < raw.word.size();) e.word += text::next_code_point(raw.word, at);
        std::size_t from = 0;
        for (const char32_t c : e.word) {
            const std::size_t to = std::min(raw.readings.find(' ', from), raw.readings.size());
            const std::string_view reading = raw.readings.substr(from, to - from);
            const auto all = alphabet.readings(alphabet.list_of(c));
            const auto it = std::find(all.begin(), all.end(), reading);
            e.readings.push_back(static_cast<std::uint8_t>(it == all.end() ? 0 : it - all.begin()));
            from = std::min(to + 1, raw.readings.size());
        }
        first.set(e.word[0] % 1024);
        auto& list = map[e.word[0]];
        list.push_back(std::move(e));
        std::stable_sort(list.begin(), list.end(),
                         [](const Entry& a, const Entry& b) { return a.word.size() > b.word.size(); });
    }
    static const Entry* match(const Map& map, const std::bitset<1024>& first, std::u32string_view rest) {
        if (rest.empty() || !first.test(rest[0] % 1024)) return nullptr;
        const auto it = map.find(rest[0]);
        if (it == map.end()) return nullptr;
        for (const Entry& e : it->second)
            if (rest.substr(0, e.word.size()) == e.word) return &e;
        return nullptr;
    }

    Map m_words, m_surnames;
    std::bitset<1024> m_first, m_surname_first;
};

bool is_han(char32_t c) { return Alphabet::get().list_of(c) != k_no_list; }

/// Two or three Han characters (four with a surname of two) that do not end like a shop or an office: a person's name;
/// or a surname with 氏 or 记.
bool surname_stands_first(std::u32string_view name, std::size_t surname) {
    if (name.size() > surname && (name[surname] == U'氏' || name[surname] == U'记')) return true;
    if (name.size() <= surname || name.size() > surname + 2 || !std::all_of(name.begin(), name.end(), is_han))
        return false;
    constexpr std::u32string_view ends =
        U"店厂社行部院校馆会局所站园坊吧屋铺场庄楼城县市区镇乡村街路厦库队团司处室网宫寺庙";
    return ends.find(name.back()) == ends.npos;
}

} // namespace

std::vector<std::uint8_t> best_readings(std::u32string_view name) {
    std::vector<std::uint8_t> best(name.size(), 0);
    const Words& words = Words::get();
    for (std::size_t at = 0; at < name.size();) {
        const Entry* e = at == 0 ? words.surname(name) : nullptr;
        if (e && !surname_stands_first(name, e->word.size())) e = nullptr;
        if (!e) e = words.match(name.substr(at));
        if (!e) {
            ++at;
            continue;
        }
        std::copy(e->readings.begin(), e->readings.end(), best.begin() + static_cast<std::ptrdiff_t>(at));
        at += e->word.size();
    }
    return best;
}

std::uint64_t readings_digest() {
    std::uint64_t sum = text::key_hash(Alphabet::table());
    for (const auto& list : {std::span<const RawWord>(k_words), std::span<const RawWord>(k_surnames)})
        for (const RawWord& w : list) sum = sum * 31 + text::key_hash(w.word) + text::key_hash(w.readings) * 7;
    return sum;
}

std::uint32_t name_order(std::string_view name_code) {
    const Alphabet& alphabet = Alphabet::get();
    // No word that touches the first two characters is longer than five.
    std::u32string head;
    head.reserve(7);
    for (std::size_t at = 0; at < name_code.size() && head.size() < 7;) head += alphabet.next(name_code, at);
    if (head.empty()) return 0;
    const auto one_reading = [&](char32_t c) { return alphabet.readings(alphabet.list_of(c)).size() < 2; };
    if (one_reading(head[0]) && (head.size() == 1 || one_reading(head[1])))
        return std::uint32_t{alphabet.order(head[0])} << 16 | (head.size() > 1 ? alphabet.order(head[1]) : 0u);
    const auto best = best_readings(head);
    const std::uint32_t first = alphabet.order(head[0], best[0]);
    return first << 16 | (head.size() > 1 ? alphabet.order(head[1], best[1]) : 0u);
}

int compare_names(std::string_view a, std::string_view b) {
    const Alphabet& alphabet = Alphabet::get();
    const std::size_t n = std::min(a.size(), b.size());
    std::size_t i = 0;
    while (i < n && a[i] == b[i]) ++i;
    if (i == n) return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
    // Back to where the two characters begin that differ: following bytes are 0x80-0xD5.
    const auto follows = [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xD6;
    };
    while (i > 0 && (follows(a[i]) || follows(b[i]))) --i;
    std::size_t j = i;
    const char32_t x = alphabet.next(a, i), y = alphabet.next(b, j);
    const std::uint16_t p = alphabet.order(x), q = alphabet.order(y);
    return p != q ? (p < q ? -1 : 1) : (x < y ? -1 : 1);
}

std::string propose_mnemonic(std::string_view name, std::size_t max) {
    const Alphabet& alphabet = Alphabet::get();
    std::u32string folded;
    const std::string text = text::search_fold(name);
    for (std::size_t at = 0; at < text.size();) folded += text::next_code_point(text, at);
    const auto best = best_readings(folded);
    std::string out;
    for (std::size_t i = 0; i < folded.size() && out.size() < max; ++i) {
        const char32_t c = folded[i];
        const std::uint16_t list = alphabet.list_of(c);
        char letter = 0;
        if (list != k_no_list)
            letter = alphabet.readings(list)[best[i]][0];
        else if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9' && !out.empty()))
            letter = static_cast<char>(c); // the device clients want a letter first
        if (letter != 0) out += letter >= 'a' ? static_cast<char>(letter - 32) : letter;
    }
    return out;
}

} // namespace goufang::find

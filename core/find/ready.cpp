#include "core/find/ready.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace goufang::find {

namespace {

/// Words of one segment: letters and their pairs are 702, longer beginnings of syllables and common characters some
/// hundreds.
constexpr std::size_t k_most_words = 2100;

} // namespace

bool is_short(const Word& word) {
    const auto plain = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'); };
    return word.chars.size() == 1 || (word.chars.size() == 2 && plain(word.chars[0]) && plain(word.chars[1])) ||
           word.pinyin.begins_syllable();
}

namespace {

/// Characters that stand in names and addresses of one in so many rows, or more.
constexpr std::size_t k_one_in = 256;
constexpr std::size_t k_most_characters = 800;

/// Characters that stand in many rows (but letters), the commonest first.
std::vector<std::string> common_characters(const Segment& segment) {
    std::vector<std::size_t> counts(0x10000, 0);
    const auto count = [&](std::string_view text, std::size_t times) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t length = Alphabet::length_of(text[at]);
            if (length <= 2) counts[value_of(text.data() + at, length)] += times;
            at += length;
        }
    };
    for (const Part part : {Part::names, Part::text})
        count({segment.column(part).data(), segment.column(part).size()}, 1);
    const Heads& heads = segment.heads(Part::text);
    std::vector<std::size_t> rows_with(heads.texts().size(), 0);
    for (const std::uint16_t head : heads.of_row()) ++rows_with[head];
    for (std::size_t h = 0; h < rows_with.size(); ++h) count(heads.texts()[h], rows_with[h]);

    std::vector<std::uint32_t> values;
    for (std::uint32_t value = 0x20; value < counts.size(); ++value) {
        if (value >= 'a' && value <= 'z') continue;
        if (counts[value] * k_one_in >= std::max<std::size_t>(segment.rows(), k_one_in)) values.push_back(value);
    }
    std::sort(values.begin(), values.end(), [&](std::uint32_t a, std::uint32_t b) { return counts[a] > counts[b]; });
    if (values.size() > k_most_characters) values.resize(k_most_characters);
    std::vector<std::string> characters;
    for (const std::uint32_t value : values)
        characters.push_back(value < 0x100 ? std::string(1, static_cast<char>(value))
                                           : std::string{static_cast<char>(value >> 8), static_cast<char>(value)});
    return characters;
}

} // namespace

std::vector<std::string> short_words(const Segment& segment) {
    std::vector<std::string> words;
    for (char c = 'a'; c <= 'z'; ++c) words.emplace_back(1, c);
    for (std::string& character : common_characters(segment)) words.push_back(std::move(character));
    for (char c = 'a'; c <= 'z'; ++c)
        for (char d = 'a'; d <= 'z'; ++d) words.push_back({c, d});
    std::set<std::string_view> beginnings;
    for (const std::string_view syllable : Alphabet::get().syllables())
        for (std::size_t length = 3; length <= syllable.size(); ++length) beginnings.insert(syllable.substr(0, length));
    words.insert(words.end(), beginnings.begin(), beginnings.end());
    return words;
}

std::shared_ptr<const Ready> ReadyAnswers::find(const std::string& word) const {
    const std::lock_guard guard(m_lock);
    const auto it = m_answers.find(word);
    return it == m_answers.end() ? nullptr : it->second;
}

void ReadyAnswers::keep(const std::string& word, std::shared_ptr<const Ready> answer) const {
    const std::lock_guard guard(m_lock);
    if (m_answers.size() < k_most_words) m_answers.emplace(word, std::move(answer));
}

std::size_t ReadyAnswers::memory_bytes() const {
    constexpr std::size_t k_of_entry = 160; ///< node, key, counts of the pointer, two lists, allocations
    const std::lock_guard guard(m_lock);
    std::size_t n = m_answers.bucket_count() * sizeof(void*);
    for (const auto& [word, answer] : m_answers)
        n += k_of_entry + (answer->picked.capacity() + answer->best.capacity()) * sizeof(Placed);
    return n;
}

} // namespace goufang::find

#include "core/find/ready.h"

namespace goufang::find {

namespace {

/// Words of one segment: letters and their pairs are 702, common characters some hundreds.
constexpr std::size_t k_most_words = 1600;

} // namespace

bool is_short(const Word& word) {
    const auto plain = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'); };
    return word.chars.size() == 1 || (word.chars.size() == 2 && plain(word.chars[0]) && plain(word.chars[1]));
}

std::vector<std::string> short_words(const Segment& segment) {
    std::vector<std::string> words;
    for (char c = 'a'; c <= 'z'; ++c) words.emplace_back(1, c);
    for (std::string& character : segment.pairs(Part::names).characters())
        if (character.size() > 1) words.push_back(std::move(character));
    for (char c = 'a'; c <= 'z'; ++c)
        for (char d = 'a'; d <= 'z'; ++d) words.push_back({c, d});
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

#pragma once
// The query language of core/find/index.h once more, slowly and plainly: every buyer, every word, every field, on the
// buyer's own text. Shares with the index only text::search_fold and the readings of single characters.

#include "core/find/alphabet.h"
#include "core/model/buyer.h"
#include "core/model/category.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <set>
#include <string>
#include <vector>

namespace goufang::find::reference {

inline std::u32string characters(std::string_view s) {
    std::u32string out;
    for (std::size_t at = 0; at < s.size();) out += text::next_code_point(s, at);
    return out;
}

inline bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

inline std::u32string fold(std::string_view s) { return characters(text::search_fold(s)); }

inline std::vector<std::u32string> words_of(std::string_view query) {
    std::vector<std::u32string> words(1);
    for (const char32_t c : fold(query)) {
        if (c == U' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000)
            words.emplace_back();
        else
            words.back() += c;
    }
    std::erase_if(words, [](const std::u32string& w) { return w.empty(); });
    return words;
}

inline std::u32string number(const std::u32string& folded) {
    std::u32string out;
    for (const char32_t c : folded)
        if (is_letter(c) || is_digit(c)) out += c;
    return out;
}

/// Digits and letters, and what people write between them.
inline bool is_number(const std::u32string& word) {
    for (const char32_t c : word)
        if (!is_letter(c) && !is_digit(c) && std::u32string_view(U"-./()+").find(c) == std::u32string_view::npos)
            return false;
    return !number(word).empty();
}

/// Can the characters of `name` from `i` on take `word` from `j` on?
inline bool takes(std::u32string_view name, std::size_t i, std::u32string_view word, std::size_t j) {
    if (j == word.size()) return true;
    if (i == name.size()) return false;
    const char32_t c = name[i];
    if (c == word[j] && takes(name, i + 1, word, j + 1)) return true;
    if (c < 128) return false;
    const Alphabet& alphabet = Alphabet::get();
    for (const std::string_view reading : alphabet.readings(alphabet.list_of(c))) {
        if (static_cast<char32_t>(reading[0]) != word[j]) continue;
        if (takes(name, i + 1, word, j + 1)) return true;
        std::size_t same = 1;
        while (same < reading.size() && j + same < word.size() &&
               static_cast<char32_t>(reading[same]) == word[j + same])
            ++same;
        if (j + same == word.size()) return true; // the word ends within the reading, or with it
        if (same == reading.size() && takes(name, i + 1, word, j + same)) return true;
    }
    return false;
}

/// A buyer's values, folded once: folding each for each query would take days.
struct Folded {
    std::vector<std::u32string> names, spoken, texts, numbers;
    std::u32string code;
    std::vector<std::u32string> category_codes;
    model::BuyerId id = 0;
    bool inactive = false;

    Folded(const model::Buyer& b, const model::CategoryTree& tree)
        : code(fold(b.code)), id(b.id), inactive(b.status == model::Status::inactive) {
        names.push_back(fold(b.name));
        for (const auto& f : b.former_names) names.push_back(fold(f.name));
        for (const std::string* t : {&b.mnemonic, &b.email, &b.address, &b.remark}) texts.push_back(fold(*t));
        for (const std::string* n : {&b.tax_id, &b.phone, &b.mobile, &b.account}) numbers.push_back(number(fold(*n)));
        for (const auto& a : b.more_addresses) {
            texts.push_back(fold(a.address));
            numbers.push_back(number(fold(a.phone)));
        }
        for (const auto& a : b.more_accounts) numbers.push_back(number(fold(a.account)));
        for (const auto& t : b.tags) texts.push_back(fold(t));
        for (const auto& c : b.custom) texts.push_back(fold(c.value));
        for (const model::Category* c = tree.find(b.category); c; c = tree.find(c->parent))
            if (!c->code.empty()) category_codes.push_back(fold(c->code));
        for (const auto& n : names) {
            spoken.emplace_back();
            for (const char32_t c : n)
                if (is_letter(c) || is_digit(c) || Alphabet::get().list_of(c) != k_no_list) spoken.back() += c;
        }
    }
};

/// Letters among characters that all can stand for an element of a name.
inline bool can_sound(const std::u32string& word) {
    bool letter = false;
    for (const char32_t c : word) {
        letter = letter || is_letter(c);
        if (!is_letter(c) && !is_digit(c) && Alphabet::get().list_of(c) == k_no_list) return false;
    }
    return letter;
}

/// A word of the query, and what it can be.
struct Asked {
    std::u32string word, digits; ///< digits: the word as a number, empty when it is none
    bool sounds = false;

    explicit Asked(const std::u32string& w)
        : word(w), digits(is_number(w) ? number(w) : std::u32string()), sounds(can_sound(w)) {}
};

inline bool matches(const Folded& b, const Asked& asked) {
    const std::u32string& word = asked.word;
    const auto holds = [&](const std::u32string& value) { return value.find(word) != value.npos; };
    const auto begins = [&](const std::u32string& value) { return value.compare(0, word.size(), word) == 0; };
    for (const auto& n : b.names)
        if (holds(n)) return true;
    for (const auto& t : b.texts)
        if (holds(t)) return true;
    if (!asked.digits.empty())
        for (const auto& n : b.numbers)
            if (n.find(asked.digits) != n.npos) return true;
    if (begins(b.code)) return true;
    for (const auto& c : b.category_codes)
        if (begins(c)) return true;
    if (asked.sounds)
        for (const auto& name : b.spoken)
            for (std::size_t i = 0; i < name.size(); ++i)
                if (takes(name, i, word, 0)) return true;
    return word == U"停用" && b.inactive;
}

/// Ids of the buyers that answer the query, in the buyers' order.
inline std::vector<model::BuyerId> search(const std::vector<Folded>& buyers, std::string_view query, bool inactive) {
    std::vector<Asked> words;
    for (const auto& w : words_of(query)) words.emplace_back(w);
    for (const Asked& w : words) inactive = inactive || w.word == U"停用";
    std::vector<model::BuyerId> found;
    for (const Folded& b : buyers) {
        if (!inactive && b.inactive) continue;
        bool all = true;
        for (const Asked& w : words) all = all && matches(b, w);
        if (all) found.push_back(b.id);
    }
    return found;
}

} // namespace goufang::find::reference

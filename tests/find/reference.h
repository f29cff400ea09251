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

inline bool holds(std::string_view value, const std::u32string& word) { return fold(value).find(word) != word.npos; }

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
inline bool takes(const std::u32string& name, std::size_t i, const std::u32string& word, std::size_t j) {
    if (j == word.size()) return true;
    if (i == name.size()) return false;
    const char32_t c = name[i];
    if (c == word[j] && takes(name, i + 1, word, j + 1)) return true;
    if (c < 128) return false;
    const Alphabet& alphabet = Alphabet::get();
    for (const std::string_view r : alphabet.readings(alphabet.list_of(c))) {
        const std::u32string reading = characters(r), rest = word.substr(j);
        if (reading[0] == word[j] && takes(name, i + 1, word, j + 1)) return true;
        if (rest.compare(0, reading.size(), reading) == 0 && takes(name, i + 1, word, j + reading.size())) return true;
        if (reading.compare(0, rest.size(), rest) == 0) return true;
    }
    return false;
}

inline bool sounds(std::string_view value, const std::u32string& word) {
    const Alphabet& alphabet = Alphabet::get();
    bool letter = false;
    for (const char32_t c : word) {
        letter = letter || is_letter(c);
        if (!is_letter(c) && !is_digit(c) && alphabet.list_of(c) == k_no_list) return false;
    }
    if (!letter) return false;
    std::u32string name;
    for (const char32_t c : fold(value))
        if (is_letter(c) || is_digit(c) || alphabet.list_of(c) != k_no_list) name += c;
    for (std::size_t i = 0; i < name.size(); ++i)
        if (takes(name, i, word, 0)) return true;
    return false;
}

inline bool matches(const model::Buyer& b, const std::u32string& word, const model::CategoryTree& tree) {
    std::vector<std::string> names{b.name}, texts{b.mnemonic, b.email, b.address, b.remark};
    std::vector<std::string> numbers{b.tax_id, b.phone, b.mobile, b.account};
    for (const auto& f : b.former_names) names.push_back(f.name);
    for (const auto& a : b.more_addresses) {
        texts.push_back(a.address);
        numbers.push_back(a.phone);
    }
    for (const auto& a : b.more_accounts) numbers.push_back(a.account);
    for (const auto& t : b.tags) texts.push_back(t);
    for (const auto& c : b.custom) texts.push_back(c.value);
    for (const auto& n : names)
        if (holds(n, word) || sounds(n, word)) return true;
    for (const auto& t : texts)
        if (holds(t, word)) return true;
    if (is_number(word))
        for (const auto& n : numbers)
            if (number(fold(n)).find(number(word)) != word.npos) return true;
    if (fold(b.code).compare(0, word.size(), word) == 0) return true;
    for (const model::Category* c = tree.find(b.category); c; c = tree.find(c->parent))
        if (!c->code.empty() && fold(c->code).compare(0, word.size(), word) == 0) return true;
    return word == U"停用" && b.status == model::Status::inactive;
}

/// Ids of the buyers that answer the query.
inline std::set<model::BuyerId> search(const std::vector<model::Buyer>& buyers, const model::CategoryTree& tree,
                                       std::string_view query, bool inactive) {
    const auto words = words_of(query);
    for (const auto& w : words) inactive = inactive || w == U"停用";
    std::set<model::BuyerId> found;
    for (const model::Buyer& b : buyers) {
        if (!inactive && b.status == model::Status::inactive) continue;
        bool all = true;
        for (const auto& w : words) all = all && matches(b, w, tree);
        if (all) found.insert(b.id);
    }
    return found;
}

} // namespace goufang::find::reference

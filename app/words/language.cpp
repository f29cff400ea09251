#include "app/words/words.h"

#include <algorithm>

namespace goufang::words {

std::string_view language_key(Language language) {
    constexpr std::string_view keys[] = {"zh_CN", "zh_TW", "en"};
    return keys[static_cast<std::size_t>(language)];
}

std::optional<Language> language_from(std::string_view tag) {
    std::string t(tag.substr(0, tag.find_first_of(".@")));
    std::transform(t.begin(), t.end(), t.begin(), [](char c) {
        if (c == '-') return '_';
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto is = [&](std::string_view part) {
        return t == part || (t.size() > part.size() && t.starts_with(part) && t[part.size()] == '_');
    };
    if (is("zh_tw") || is("zh_hk") || is("zh_mo") || is("zh_hant")) return Language::zh_TW;
    if (is("zh")) return Language::zh_CN;
    if (is("en")) return Language::en;
    return std::nullopt;
}

Language language_from_environment(std::string_view lc_all, std::string_view lc_messages, std::string_view lang) {
    const std::string_view tag = !lc_all.empty() ? lc_all : !lc_messages.empty() ? lc_messages : lang;
    const std::string_view name = tag.substr(0, tag.find_first_of(".@"));
    if (name.empty() || name == "C" || name == "POSIX") return Language::zh_CN;
    return language_from(tag).value_or(Language::en);
}

} // namespace goufang::words

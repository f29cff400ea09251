#pragma once
// The only place of sentences. Everything below app returns codes and values; here they become words in the language
// of the person. One table in .def files (errors, rules, steps, names, cli): id, 简体中文, 繁體中文, English.
//
// A sentence holds placeholders {0} {1} ...; {0#} groups the digits of a number (4905 -> 4,905), {0@} shows the name of
// the field whose key the argument is. A missing argument leaves nothing, further arguments are ignored, an unknown id
// gives the id and its arguments: never a crash.

#include "core/check/check.h"
#include "core/store/registry.h"
#include "core/text/errors.h"
#include "invoice/transfer.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace goufang::words {

enum class Language : std::uint8_t { zh_CN, zh_TW, en };
inline constexpr std::size_t k_language_count = 3;

std::string_view language_key(Language language); ///< zh_CN zh_TW en
/// zh_CN, zh-TW, zh_HK.UTF-8, zh, en_US ... (case does not matter); none for a language that we do not have.
std::optional<Language> language_from(std::string_view tag);
/// From LC_ALL, LC_MESSAGES, LANG, the first that is not empty. C, POSIX or nothing = zh_CN; a foreign language = en.
Language language_from_environment(std::string_view lc_all, std::string_view lc_messages, std::string_view lang);

std::string sentence(Language language, std::string_view id, std::span<const std::string> args);
std::string sentence(Language language, std::string_view id, std::initializer_list<std::string> args = {});
bool known(std::string_view id);

std::string describe(Language language, const Error& error);
/// The sentence alone; value, field and severity are shown beside it.
std::string describe(Language language, const check::Finding& finding);
/// e.g. 导入 A5k.txt 4,905/5,000; 移动客户 12 家 → 华东
std::string describe(Language language, const store::Step& step);

std::string_view field_name(Language language, model::Field field); ///< as the tax clients call it: 名称 税号 ...
std::string_view kind_name(Language language, model::Kind kind);
std::string_view status_name(Language language, model::Status status);
/// The value that would mend a finding, as a person reads it: 个体 where the fix holds the key sole_trader.
std::string fix_text(Language language, const check::Finding& finding);
std::string_view severity_name(Language language, check::Severity severity);
std::string_view outcome_name(Language language, invoice::Outcome outcome);
/// 正确传入 重复 无效 失败: the words of the Aisino client's report (formats-desktop 2.3).
std::string_view result_name(Language language, invoice::AisinoResult result);

/// Exit status of the command line for an error: 2 wrong usage or a request that cannot be met, 3 input unreadable or
/// not supported, 4 the registry itself, 130 interrupted by the user.
int exit_status(Code code);
std::string_view code_key(Code code); ///< the enumerator's name

/// 4905 -> 4,905; anything that is not a plain whole number comes back as it is.
std::string group_digits(std::string_view number);

/// One row of the table, for the lint and for translators.
struct Entry {
    std::string_view id;
    std::string_view text[k_language_count];
};
std::span<const Entry> entries(); ///< sorted by id

} // namespace goufang::words

#pragma once
// What a piece of text looks like when no label says it.

#include "invoice/paste/input.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::paste {

/// A number found in a text. `value` as it will be stored.
struct Number {
    Range range;
    std::string value;
    double confidence = 0;
};

/// The best tax id in `r`: a valid one first, then 18 characters of its form, then (when `labelled`) anything of 15 to
/// 20 letters and digits, 8 digits for a 統一編號.
std::optional<Number> find_tax_id(const Input& in, Range r, bool labelled);
/// The phone numbers of `r`, in order. `loose`: also 7 or 8 digits without area code.
std::vector<Number> find_phones(const Input& in, Range r, bool loose);
/// Runs of at least `least` digits (spaces and dashes inside left out; letters at the start allowed) that are no phone.
std::vector<Number> find_accounts(const Input& in, Range r, std::size_t least);
std::optional<Number> find_email(const Input& in, Range r);

/// Ends like the name of an organisation: 公司, 厂, 中心, Co., Ltd. ... (a note in brackets may follow), and holds
/// nothing that only a sentence says.
bool looks_name(const Input& in, Range r);
/// Han characters that end as some names do, and many other words: 玉器行, 铁匠铺, 书画社.
bool may_be_name(const Input& in, Range r);
/// Ends as the names of organisations do, weak words (行, 社, 部) among them.
bool ends_as_name(const Input& in, Range r);
/// Ends as the names of banks and their branches do.
bool ends_as_bank(const Input& in, Range r);
bool looks_bank(const Input& in, Range r);
/// 0 to 1.
double looks_address(const Input& in, Range r);
/// Has words of a chat: 您好, 谢谢, 麻烦, 请 ...
bool looks_chat(const Input& in, Range r);
/// "无", "/", "暂无", "-": a field that was left out on purpose.
bool looks_blank(const Input& in, Range r);
/// 我司, 贵公司: a side of a contract ("乙方：我司"), no name.
bool is_pronoun(const Input& in, Range r);
/// The name of an organisation inside a sentence: "请给杭州甲有限公司开专票".
std::optional<Range> name_inside(const Input& in, Range r);
/// Behind the last word like 公司 at which the name in `r` may end before something else follows it after a space or
/// comma; r.to when it does not.
std::size_t name_end(const Input& in, Range r);
/// Words, signs or half brackets that no name, address or bank has: something beside it was not understood.
bool holds_remains(std::string_view value);

} // namespace goufang::invoice::paste

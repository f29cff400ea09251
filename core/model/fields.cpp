#include "core/model/buyer.h"

#include "core/model/dates.h"
#include "core/model/field_lists.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace goufang::model {
namespace {

template <class T> constexpr std::string Buyer::*text_pointer(T Buyer::*member, Shape shape) {
    if constexpr (std::is_same_v<T, std::string>)
        return shape == Shape::text || shape == Shape::date ? member : nullptr;
    else
        return nullptr;
}

constexpr std::array<std::string Buyer::*, k_field_count> k_text_members{
#define GOUFANG_FIELD(member, type, shape, headings) text_pointer(&Buyer::member, Shape::shape),
#include "core/model/fields.def"
#undef GOUFANG_FIELD
};

constexpr auto k_kind_words = std::to_array<std::pair<std::string_view, Kind>>({
    {"enterprise", Kind::enterprise},  {"企业", Kind::enterprise},
    {"公司", Kind::enterprise},        {"企业单位", Kind::enterprise},
    {"单位", Kind::enterprise},        {"sole_trader", Kind::sole_trader},
    {"个体", Kind::sole_trader},       {"个体户", Kind::sole_trader},
    {"个体工商户", Kind::sole_trader}, {"institution", Kind::institution},
    {"机关事业", Kind::institution},   {"机关事业单位", Kind::institution},
    {"机关", Kind::institution},       {"国家机关", Kind::institution},
    {"事业单位", Kind::institution},   {"行政事业单位", Kind::institution},
    {"社会团体", Kind::institution},   {"社团", Kind::institution},
    {"person", Kind::person},          {"个人", Kind::person},
    {"自然人", Kind::person},          {"overseas", Kind::overseas},
    {"境外", Kind::overseas},          {"境外机构", Kind::overseas},
    {"境外企业", Kind::overseas},
});

constexpr auto k_status_words = std::to_array<std::pair<std::string_view, Status>>({
    {"active", Status::active},
    {"正常", Status::active},
    {"启用", Status::active},
    {"draft", Status::draft},
    {"待核", Status::draft},
    {"草稿", Status::draft},
    {"inactive", Status::inactive},
    {"停用", Status::inactive},
    {"禁用", Status::inactive},
});

constexpr auto k_flag_words = std::to_array<std::pair<std::string_view, bool>>({
    {"true", true},
    {"是", true},
    {"1", true},
    {"yes", true},
    {"false", false},
    {"否", false},
    {"0", false},
    {"no", false},
});

template <class Words> auto look_up(const Words& words, std::string_view text) {
    using Value = typename Words::value_type::second_type;
    for (const auto& [word, value] : words)
        if (word == text) return std::optional<Value>(value);
    const std::string folded = text::fold_heading(text);
    for (const auto& [word, value] : words)
        if (text::fold_heading(word) == folded) return std::optional<Value>(value);
    return std::optional<Value>();
}

template <class T> bool blank(const T& value) {
    if constexpr (requires { value.empty(); })
        return value.empty();
    else
        return false;
}

std::string text_of(const std::string& v) { return v; }
std::string text_of(Kind v) { return std::string(kind_key(v)); }
std::string text_of(Status v) { return std::string(status_key(v)); }
std::string text_of(bool v) { return v ? "true" : "false"; }
template <class T> std::string text_of(const std::vector<T>& v) { return list_to_text(v); }

bool read_text(std::string& member, Shape shape, std::string_view text) {
    if (shape == Shape::date ? !text.empty() && !is_date(text)
                             : text.find('\0') != text.npos || !text::valid_utf8(text))
        return false;
    member.assign(text);
    return true;
}
template <class T> bool take(T& member, std::optional<T> value) {
    if (value) member = *std::move(value);
    return value.has_value();
}
bool read_text(Kind& member, Shape, std::string_view text) { return take(member, kind_from(text)); }
bool read_text(Status& member, Shape, std::string_view text) { return take(member, status_from(text)); }
bool read_text(bool& member, Shape, std::string_view text) { return take(member, look_up(k_flag_words, text)); }
template <class T> bool read_text(std::vector<T>& member, Shape, std::string_view text) {
    return take(member, list_from_text<T>(text));
}

} // namespace

std::optional<Field> field_by_key(std::string_view key) {
    for (const FieldInfo& f : k_fields)
        if (f.key == key) return f.field;
    return std::nullopt;
}

std::optional<Field> field_by_heading(std::string_view heading) {
    static const std::unordered_map<std::string, Field> table = [] {
        std::unordered_map<std::string, Field> t;
        for (const FieldInfo& f : k_fields) {
            for (std::string_view rest = f.headings;;) {
                const std::size_t bar = rest.find('|');
                t.emplace(text::fold_heading(rest.substr(0, bar)), f.field);
                if (bar == rest.npos) break;
                rest.remove_prefix(bar + 1);
            }
            t.emplace(text::fold_heading(f.key), f.field);
        }
        return t;
    }();
    const auto it = table.find(text::fold_heading(heading));
    if (it == table.end()) return std::nullopt;
    return it->second;
}

std::string_view kind_key(Kind k) {
    constexpr std::array<std::string_view, 5> keys{"enterprise", "sole_trader", "institution", "person", "overseas"};
    return keys[static_cast<std::size_t>(k)];
}

std::string_view status_key(Status s) {
    constexpr std::array<std::string_view, 3> keys{"active", "draft", "inactive"};
    return keys[static_cast<std::size_t>(s)];
}

std::optional<Kind> kind_from(std::string_view text) { return look_up(k_kind_words, text); }
std::optional<Status> status_from(std::string_view text) { return look_up(k_status_words, text); }

const std::string* text_member(const Buyer& b, Field f) {
    const auto member = k_text_members[static_cast<std::size_t>(f)];
    return member ? &(b.*member) : nullptr;
}

std::string* text_member(Buyer& b, Field f) {
    const auto member = k_text_members[static_cast<std::size_t>(f)];
    return member ? &(b.*member) : nullptr;
}

std::string to_text(const Buyer& b, Field f) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return text_of(b.member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return {};
}

bool set_text(Buyer& b, Field f, std::string_view text) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return read_text(b.member, Shape::shape, text);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return false;
}

bool is_blank(const Buyer& b, Field f) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return blank(b.member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return true;
}

std::vector<Field> differing(const Buyer& a, const Buyer& b) {
    std::vector<Field> fields;
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    if (!(a.member == b.member)) fields.push_back(Field::member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    return fields;
}

bool same_values(const Buyer& a, const Buyer& b) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    if (!(a.member == b.member)) return false;
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    return true;
}

void normalise(Buyer& b) {
    std::erase_if(b.more_addresses, [](const AddressPhone& a) { return a.address.empty() && a.phone.empty(); });
    std::erase_if(b.more_accounts, [](const BankAccount& a) { return a.bank.empty() && a.account.empty(); });
    std::erase_if(b.former_names, [](const FormerName& n) { return n.name.empty() && n.until.empty(); });
    std::erase_if(b.tags, [](const std::string& t) { return t.empty(); });
    std::erase_if(b.custom, [](const CustomField& c) { return c.key.empty() && c.value.empty(); });
    if (b.address.empty() && b.phone.empty() && !b.more_addresses.empty()) {
        b.address = std::move(b.more_addresses.front().address);
        b.phone = std::move(b.more_addresses.front().phone);
        b.more_addresses.erase(b.more_addresses.begin());
    }
    const auto in_use = std::find_if(b.more_accounts.begin(), b.more_accounts.end(),
                                     [](const BankAccount& a) { return a.until.empty(); });
    if (b.bank.empty() && b.account.empty() && in_use != b.more_accounts.end()) {
        b.bank = std::move(in_use->bank);
        b.account = std::move(in_use->account);
        b.more_accounts.erase(in_use);
    }
}

} // namespace goufang::model

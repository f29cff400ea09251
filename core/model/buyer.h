#pragma once
// A buyer (购买方, 客户) as a plain value, and the field table that everything else is driven by.
// All text is valid UTF-8 without NUL; nothing here checks business rules (core/check does).

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::model {

using BuyerId = std::int64_t;    ///< row id in one registry; 0 = not stored yet
using CategoryId = std::int64_t; ///< row id in one registry; 0 = no category (shown as 未分类)
using StepId = std::int64_t;     ///< journal step; as a revision: the step that last changed the row

/// Kind of buyer (F20); decides which checks apply. Keys in text and JSON: see kind_key().
enum class Kind : std::uint8_t { enterprise, sole_trader, institution, person, overseas };
enum class Status : std::uint8_t { active, draft, inactive };

struct AddressPhone {
    std::string address, phone;
    bool operator==(const AddressPhone&) const = default;
};
struct BankAccount {
    std::string bank, account;
    std::string until{}; ///< YYYY-MM-DD since when a further account is out of use (停用); empty = in use
    bool same_account(const BankAccount& other) const { return bank == other.bank && account == other.account; }
    bool operator==(const BankAccount&) const = default;
};
/// A name the buyer had before; `until` is YYYY-MM-DD or empty.
struct FormerName {
    std::string name, until;
    bool operator==(const FormerName&) const = default;
};
struct CustomField {
    std::string key, value;
    bool operator==(const CustomField&) const = default;
};

/// How a field's value is written as text by to_text()/set_text().
enum class Shape : std::uint8_t {
    text,
    kind,
    status,
    flag,             ///< "true" / "false"; also read: 是 否 1 0 yes no
    date,             ///< YYYY-MM-DD or empty
    address_list,     ///< JSON array of {"address","phone"}; empty list = empty text
    account_list,     ///< JSON array of {"bank","account"}
    former_name_list, ///< JSON array of {"name","until"}
    text_list,        ///< JSON array of strings
    custom_list,      ///< JSON array of {"key","value"}
};

/// `address`+`phone` and `bank`+`account` are the DEFAULT sets; further sets stand in more_addresses/more_accounts.
/// Invariant kept by normalise(): when more_addresses is not empty the default set is not empty (same for the accounts
/// that are in use).
struct Buyer {
    BuyerId id = 0;
    CategoryId category = 0;
    StepId revision = 0; ///< step that last changed the row; an edit based on another revision is refused
#define GOUFANG_FIELD(member, type, shape, headings) type member{};
#include "core/model/fields.def"
#undef GOUFANG_FIELD
};

enum class Field : std::uint8_t {
#define GOUFANG_FIELD(member, type, shape, headings) member,
#include "core/model/fields.def"
#undef GOUFANG_FIELD
};

struct FieldInfo {
    Field field;
    std::string_view key; ///< JSON key and SQL column
    Shape shape;
    std::string_view headings; ///< '|' separated; the first is written
    constexpr std::string_view heading() const { return headings.substr(0, headings.find('|')); }
};

inline constexpr auto k_fields = std::to_array<FieldInfo>({
#define GOUFANG_FIELD(member, type, shape, headings) {Field::member, #member, Shape::shape, headings},
#include "core/model/fields.def"
#undef GOUFANG_FIELD
});
inline constexpr std::size_t k_field_count = k_fields.size();

constexpr const FieldInfo& info(Field f) { return k_fields[static_cast<std::size_t>(f)]; }
/// Field whose key is exactly `key`; none otherwise.
std::optional<Field> field_by_key(std::string_view key);
/// Field one of whose headings equals `heading` after folding (width, case, spaces, line breaks, brackets).
std::optional<Field> field_by_heading(std::string_view heading);

std::string_view kind_key(Kind k);     ///< enterprise sole_trader institution person overseas
std::string_view status_key(Status s); ///< active draft inactive
std::optional<Kind> kind_from(std::string_view text); ///< the key, or 企业 个体 机关事业 个人 境外 (and 个体工商户 ...)
std::optional<Status> status_from(std::string_view text); ///< the key, or 正常/启用 待核 停用

/// The member behind a field of shape `text` or `date`; nullptr for the other shapes. No copy, for hot paths.
const std::string* text_member(const Buyer& b, Field f);
std::string* text_member(Buyer& b, Field f);

/// The value as text (see Shape). Default kind/status/flag are written too; empty lists are empty text.
std::string to_text(const Buyer& b, Field f);
/// Sets the field from text. False, and nothing changed, when the text does not fit the shape: invalid UTF-8 or
/// U+0000, a date that does not exist, JSON of another form (see field_lists.h). Empty text is no kind, status or flag.
[[nodiscard]] bool set_text(Buyer& b, Field f, std::string_view text);
/// True when the field holds nothing (lists empty, text empty); kind, status and flag are never blank.
bool is_blank(const Buyer& b, Field f);

/// Fields (not id, category, revision) whose values differ.
std::vector<Field> differing(const Buyer& a, const Buyer& b);
bool same_values(const Buyer& a, const Buyer& b);
/// Drops list entries that hold nothing and moves the first further set up when the default is empty.
void normalise(Buyer& b);

/// All fields as one JSON object; key order as in the table; blank fields left out unless `all`.
std::string to_json(const Buyer& b, bool all = false);
/// The buyer from such an object. Unknown keys (their values skipped, at most 32 deep) go to `unknown` when given; null
/// is as good as no key. Throws Error syntax {"1", column or "0" when not known, sentence id, key}; the ids:
/// json.syntax, json.wrong_type, json.duplicate_key, json.unknown_key (in a list's entry), json.nul, json.too_deep.
Buyer from_json(std::string_view json, std::vector<std::string>* unknown = nullptr);

} // namespace goufang::model

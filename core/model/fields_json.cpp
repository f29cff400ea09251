#include "core/model/dates.h"
#include "core/model/field_lists.h"
#include "core/text/errors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bitset>
#include <utility>

namespace goufang::model {
namespace {

constexpr std::size_t k_max_depth = 32; ///< of unknown values that are skipped

// --- writing

void append_json(std::string& out, std::string_view s) {
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    std::size_t from = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const auto c = static_cast<unsigned char>(s[i]);
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        out.append(s, from, i - from);
        from = i + 1;
        out += '\\';
        switch (c) {
        case '"':
        case '\\':
            out += static_cast<char>(c);
            break;
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        default:
            out += "u00";
            out += hex[c >> 4];
            out += hex[c & 15];
        }
    }
    out.append(s, from);
    out += '"';
}

void append_pair(std::string& out, std::string_view key1, std::string_view value1, std::string_view key2,
                 std::string_view value2, bool second = true) {
    out += "{\"";
    out += key1;
    out += "\":";
    append_json(out, value1);
    if (second) {
        out += ",\"";
        out += key2;
        out += "\":";
        append_json(out, value2);
    }
    out += '}';
}

void append_entry(std::string& out, const AddressPhone& e) { append_pair(out, "address", e.address, "phone", e.phone); }
void append_entry(std::string& out, const BankAccount& e) {
    append_pair(out, "bank", e.bank, "account", e.account);
    if (e.until.empty()) return;
    out.back() = ',';
    append_json(out, "until");
    out += ':';
    append_json(out, e.until);
    out += '}';
}
void append_entry(std::string& out, const FormerName& e) {
    append_pair(out, "name", e.name, "until", e.until, !e.until.empty());
}
void append_entry(std::string& out, const CustomField& e) { append_pair(out, "key", e.key, "value", e.value); }
void append_entry(std::string& out, const std::string& e) { append_json(out, e); }

template <class T> void append_list(std::string& out, const std::vector<T>& list) {
    out += '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i) out += ',';
        append_entry(out, list[i]);
    }
    out += ']';
}

template <class T> std::string list_text(const std::vector<T>& list) {
    std::string out;
    if (!list.empty()) append_list(out, list);
    return out;
}

void append_value(std::string& out, const std::string& v) { append_json(out, v); }
void append_value(std::string& out, bool v) { out += v ? "true" : "false"; }
void append_value(std::string& out, Kind v) { append_json(out, kind_key(v)); }
void append_value(std::string& out, Status v) { append_json(out, status_key(v)); }
template <class T> void append_value(std::string& out, const std::vector<T>& v) { append_list(out, v); }

// --- reading

[[noreturn]] void refuse(std::string_view what, std::string_view detail, std::size_t column = 0) {
    throw Error(Code::syntax, {"1", std::to_string(column), std::string(what), std::string(detail)});
}

/// Names of an entry's parts; all empty for a list of plain texts.
using Parts = std::array<std::string_view, 3>;
using Entry = std::array<std::string, 3>;

template <class T> Parts parts_of();
template <> Parts parts_of<AddressPhone>() { return {"address", "phone"}; }
template <> Parts parts_of<BankAccount>() { return {"bank", "account", "until"}; }
template <> Parts parts_of<FormerName>() { return {"name", "until"}; }
template <> Parts parts_of<CustomField>() { return {"key", "value"}; }
template <> Parts parts_of<std::string>() { return {}; }

template <class T> T made_from(Entry& e) {
    if constexpr (std::is_same_v<T, std::string>) {
        return std::move(e[0]);
    } else {
        const std::string& until = std::is_same_v<T, FormerName> ? e[1] : e[2];
        constexpr bool dated = std::is_same_v<T, FormerName> || std::is_same_v<T, BankAccount>;
        if (dated && !until.empty() && !is_date(until)) refuse("json.wrong_type", "until");
        if constexpr (std::is_same_v<T, BankAccount>)
            return T{std::move(e[0]), std::move(e[1]), std::move(e[2])};
        else
            return T{std::move(e[0]), std::move(e[1])};
    }
}

template <class T> std::vector<T> list_of(std::vector<Entry>& entries) {
    std::vector<T> list;
    list.reserve(entries.size());
    for (Entry& e : entries) list.push_back(made_from<T>(e));
    return list;
}

template <class T> Parts parts_of_member(const std::vector<T>*) { return parts_of<T>(); }
template <class T> Parts parts_of_member(const T*) { return {}; }

Parts parts_of(Field f) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return parts_of_member(static_cast<const type*>(nullptr));
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return {};
}

template <class T> void store_list(std::vector<T>& member, std::vector<Entry>& entries) {
    member = list_of<T>(entries);
}
template <class T> void store_list(T&, std::vector<Entry>&) {}

void store_list(Buyer& b, Field f, std::vector<Entry>& entries) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return store_list(b.member, entries);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
}

constexpr bool is_list(Shape s) {
    return s != Shape::text && s != Shape::kind && s != Shape::status && s != Shape::flag && s != Shape::date;
}

/// SAX consumer for one array of entries or for one buyer object. Strict: whatever does not fit is refused.
class JsonSink {
  public:
    explicit JsonSink(Parts parts) : m_parts(parts), m_state(State::before_list) {}
    JsonSink(Buyer& b, std::vector<std::string>* unknown) : m_buyer(&b), m_unknown(unknown) {}

    std::vector<Entry>& entries() { return m_entries; }

    bool null() {
        if (m_skip) return true;
        if (m_state != State::field) refuse("json.wrong_type", where());
        m_state = State::buyer; // null = not there
        return true;
    }
    bool boolean(bool v) {
        if (m_skip) return skipped();
        if (m_state != State::field || info(m_field).shape != Shape::flag) refuse("json.wrong_type", where());
        if (!set_text(*m_buyer, m_field, v ? "true" : "false")) refuse("json.wrong_type", where());
        m_state = State::buyer;
        return true;
    }
    bool number_integer(std::int64_t) { return number(); }
    bool number_unsigned(std::uint64_t) { return number(); }
    bool number_float(double, const std::string&) { return number(); }
    bool binary(nlohmann::json::binary_t&) { return number(); }

    bool string(std::string& v) {
        if (m_skip) return skipped();
        if (v.find('\0') != v.npos) refuse("json.nul", where());
        switch (m_state) {
        case State::field: {
            const Shape shape = info(m_field).shape;
            if (is_list(shape) || shape == Shape::flag) refuse("json.wrong_type", where());
            if (std::string* member = shape == Shape::text ? text_member(*m_buyer, m_field) : nullptr)
                *member = std::move(v);
            else if (!set_text(*m_buyer, m_field, v))
                refuse("json.wrong_type", where());
            m_state = State::buyer;
            return true;
        }
        case State::list:
            if (!m_parts[0].empty()) refuse("json.wrong_type", where());
            m_entries.emplace_back()[0] = std::move(v);
            return true;
        case State::part:
            m_entries.back()[m_part] = std::move(v);
            m_state = State::entry;
            return true;
        default:
            refuse("json.wrong_type", where());
        }
    }

    bool start_object(std::size_t) {
        if (m_skip) return deeper();
        if (m_state == State::before_buyer) {
            m_state = State::buyer;
        } else if (m_state == State::list && !m_parts[0].empty()) {
            m_entries.emplace_back();
            m_seen_parts.reset();
            m_state = State::entry;
        } else {
            refuse("json.wrong_type", where());
        }
        return true;
    }

    bool key(std::string& k) {
        if (m_skip) return true;
        if (m_state == State::entry) {
            const auto part = std::find(m_parts.begin(), m_parts.end(), k);
            if (k.empty() || part == m_parts.end()) refuse("json.unknown_key", k);
            m_part = static_cast<std::size_t>(part - m_parts.begin());
            if (m_seen_parts.test(m_part)) refuse("json.duplicate_key", k);
            m_seen_parts.set(m_part);
            m_state = State::part;
            return true;
        }
        if (const auto f = field_by_key(k)) {
            m_field = *f;
            const auto at = static_cast<std::size_t>(*f);
            if (m_seen.test(at)) refuse("json.duplicate_key", k);
            m_seen.set(at);
            m_parts = is_list(info(*f).shape) ? parts_of(*f) : Parts{};
            m_state = State::field;
        } else {
            if (std::find(m_names.begin(), m_names.end(), k) != m_names.end()) refuse("json.duplicate_key", k);
            m_names.push_back(k);
            if (m_unknown) m_unknown->push_back(k);
            m_skip = 1;
        }
        return true;
    }

    bool end_object() {
        if (m_skip) return shallower();
        m_state = m_state == State::entry ? State::list : State::done;
        return true;
    }

    bool start_array(std::size_t) {
        if (m_skip) return deeper();
        if (m_state == State::before_list || (m_state == State::field && is_list(info(m_field).shape))) {
            m_entries.clear();
            m_state = State::list;
            return true;
        }
        refuse("json.wrong_type", where());
    }

    bool end_array() {
        if (m_skip) return shallower();
        if (m_buyer) {
            store_list(*m_buyer, m_field, m_entries);
            m_state = State::buyer;
        } else {
            m_state = State::done;
        }
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        refuse("json.syntax", "", position);
    }

  private:
    enum class State : std::uint8_t { before_buyer, buyer, field, before_list, list, entry, part, done };

    std::string where() const {
        return m_buyer && m_state != State::before_buyer ? std::string(info(m_field).key) : "";
    }
    bool number() {
        if (m_skip) return skipped();
        refuse("json.wrong_type", where());
    }
    // m_skip: 1 = the value of an unknown key comes next; n > 1 = n - 1 containers of it are open
    bool skipped() {
        if (m_skip == 1) m_skip = 0;
        return true;
    }
    bool deeper() {
        if (++m_skip > k_max_depth) refuse("json.too_deep", std::to_string(k_max_depth));
        return true;
    }
    bool shallower() {
        if (--m_skip == 1) m_skip = 0;
        return true;
    }

    Buyer* m_buyer = nullptr;
    std::vector<std::string>* m_unknown = nullptr;
    Parts m_parts{};
    State m_state = State::before_buyer;
    Field m_field{};
    std::size_t m_part = 0, m_skip = 0;
    std::bitset<k_field_count> m_seen;
    std::bitset<3> m_seen_parts;
    std::vector<std::string> m_names;
    std::vector<Entry> m_entries;
};

} // namespace

std::string list_to_text(const std::vector<AddressPhone>& list) { return list_text(list); }
std::string list_to_text(const std::vector<BankAccount>& list) { return list_text(list); }
std::string list_to_text(const std::vector<FormerName>& list) { return list_text(list); }
std::string list_to_text(const std::vector<CustomField>& list) { return list_text(list); }
std::string list_to_text(const std::vector<std::string>& list) { return list_text(list); }

template <class T> std::optional<std::vector<T>> list_from_text(std::string_view text) {
    if (text.empty()) return std::vector<T>();
    try {
        JsonSink sink(parts_of<T>());
        nlohmann::json::sax_parse(text.begin(), text.end(), &sink);
        return list_of<T>(sink.entries());
    } catch (const Error&) {
        return std::nullopt;
    }
}
template std::optional<std::vector<AddressPhone>> list_from_text(std::string_view);
template std::optional<std::vector<BankAccount>> list_from_text(std::string_view);
template std::optional<std::vector<FormerName>> list_from_text(std::string_view);
template std::optional<std::vector<CustomField>> list_from_text(std::string_view);
template std::optional<std::vector<std::string>> list_from_text(std::string_view);

std::string to_json(const Buyer& b, bool all) {
    std::string out = "{";
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    if (all || !is_blank(b, Field::member)) {                                                                          \
        out += out.size() > 1 ? ",\"" #member "\":" : "\"" #member "\":";                                              \
        append_value(out, b.member);                                                                                   \
    }
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    out += '}';
    return out;
}

Buyer from_json(std::string_view json, std::vector<std::string>* unknown) {
    Buyer b;
    JsonSink sink(b, unknown);
    nlohmann::json::sax_parse(json.begin(), json.end(), &sink);
    return b;
}

} // namespace goufang::model

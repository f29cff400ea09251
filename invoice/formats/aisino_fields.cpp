// Rows of the Aisino text: fields from and to a line, a buyer from and to fields.

#include "invoice/combined.h"
#include "invoice/formats/aisino_text.h"

#include <algorithm>

namespace goufang::invoice::aisino_text {

namespace {

using check::Severity;
using model::Field;

void upper(std::string& s) {
    for (char& c : s)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
}

void replace_all(std::string& s, std::string_view from, std::string_view to) {
    std::size_t at = s.find(from), done = 0;
    if (at == std::string::npos) return;
    std::string out; // not in place: a value may be megabytes of separators
    for (; at != std::string::npos; at = s.find(from, done)) {
        out.append(s, done, at - done).append(to);
        done = at + from.size();
    }
    s = std::move(out.append(s, done));
}

bool lone_quote(std::string_view v) { return v.starts_with('"') && (v.size() <= 2 || !v.ends_with('"')); }

} // namespace

bool skipped(std::string_view trimmed, std::string_view separator) {
    return trimmed.empty() || trimmed.starts_with("//") || trimmed.find(separator) == std::string_view::npos;
}

bool is_column_comment(std::string_view trimmed) {
    if (!trimmed.starts_with("//")) return false;
    const std::string_view rest = trim(trimmed.substr(2));
    return rest.starts_with("编码") && rest.find("名称") != std::string_view::npos;
}

bool split_fields(std::string_view line, std::string_view separator, std::vector<std::string_view>& fields) {
    fields.clear();
    bool quotes = false;
    for (std::size_t at = 0;;) {
        const std::size_t end = line.find(separator, at);
        const std::string_view f = line.substr(at, end == std::string_view::npos ? end : end - at);
        quotes = quotes || f.starts_with('"');
        fields.push_back(f);
        if (end == std::string_view::npos) break;
        at = end + separator.size();
    }
    if (!quotes) return true;
    const std::string_view all = line;
    std::size_t kept = 0;
    bool closed = true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::string_view f = fields[i];
        bool merged = false;
        // In the space dialect a value that starts with a space leaves a '"' alone in the first field.
        const bool opens = f.starts_with('"') && (!f.ends_with('"') || (f.size() == 1 && separator == " "));
        if (opens) {
            std::size_t last = i + 1;
            while (last < fields.size() && !fields[last].ends_with('"')) ++last;
            if (last < fields.size()) {
                const char* begin = f.data();
                const char* end = fields[last].data() + fields[last].size();
                f = all.substr(static_cast<std::size_t>(begin - all.data()), static_cast<std::size_t>(end - begin));
                merged = true;
                i = last;
            } else {
                closed = false;
            }
        }
        if (f.size() >= 2 && f.starts_with('"') && f.ends_with('"') &&
            (merged || f.size() == 2 || f.find(' ') != std::string_view::npos))
            f = f.substr(1, f.size() - 2);
        fields[kept++] = f;
    }
    fields.resize(kept);
    return closed;
}

void buyer_from_fields(const std::vector<std::string_view>& fields, const Head& head, Row& row) {
    model::Buyer& b = row.buyer;
    b.code = fields[0];
    b.name = fields[1];
    b.mnemonic = fields[2];
    b.tax_id = fields[3];
    upper(b.tax_id);
    row.present = bit(Field::code) | bit(Field::name) | bit(Field::mnemonic) | bit(Field::tax_id) |
                  bit(Field::address) | bit(Field::phone) | bit(Field::bank) | bit(Field::account) |
                  bit(Field::more_addresses) | bit(Field::more_accounts);

    set_addresses(row, fields[4]);
    set_accounts(row, fields[5]);
    if (head.separator == "~~") {
        if (fields[4].find(',') != std::string_view::npos)
            add_finding(row, "file.comma", Severity::warning, Field::address, fields[4]);
        if (fields[5].find(',') != std::string_view::npos)
            add_finding(row, "file.comma", Severity::warning, Field::bank, fields[5]);
    }
    if (head.library == Library::purchasers) {
        if (fields.size() > 6 && !fields[6].empty()) {
            b.custom.push_back({std::string(k_id_number), std::string(fields[6])});
            row.present |= bit(Field::custom);
        }
        return;
    }
    row.present |= bit(Field::email) | bit(Field::remark);
    b.email = fields[6];
    b.remark = fields[7];
    if (fields.size() < 9 || trim(fields[8]).empty()) return;
    const std::string_view flag = trim(fields[8]);
    std::string lower(flag);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    b.id_check = lower == "true" || lower == "是" || lower == "1";
    if (!b.id_check && lower != "false" && lower != "否" && lower != "0") {
        add_finding(row, "file.bad_value", Severity::warning, Field::id_check, flag);
        return;
    }
    row.present |= bit(Field::id_check);
}

std::string outgoing(std::string_view value, bool combined, std::string_view separator) {
    std::string v(value);
    const bool spaces = separator == " ";
    if (v.find_first_of("\r\n~,\"") == std::string::npos && !(spaces && v.starts_with(' '))) return v;
    if (v.find_first_of("\r\n") != std::string::npos) {
        replace_all(v, "\r\n", "\n");
        std::replace(v.begin(), v.end(), '\r', '\n');
        replace_all(v, "\n", combined ? k_set_separator : " ");
    }
    replace_all(v, "~~", "～～");
    if (v.ends_with('~')) v.replace(v.size() - 1, 1, "～");
    if (combined || separator == ",") replace_all(v, ",", "，");
    if (spaces) {
        replace_all(v, "\"", "＂");
        v.erase(0, std::min(v.find_first_not_of(' '), v.size()));
    }
    if (lone_quote(v)) replace_all(v, "\"", "＂");
    return v;
}

std::string outgoing_code(std::string_view code, std::string_view separator) {
    std::string v = outgoing(trim(code), false, separator);
    for (char& c : v)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (v.starts_with("//")) replace_all(v, "/", "／");
    return v;
}

void fields_from_buyer(const model::Buyer& b, std::string_view separator, Fields& f) {
    f[0] = outgoing_code(b.code, separator);
    f[1] = outgoing(b.name, false, separator);
    f[2] = outgoing(b.mnemonic, false, separator);
    f[3] = outgoing(b.tax_id, false, separator);
    upper(f[3]);
    f[4] = outgoing(all_addresses(b), true, separator);
    f[5] = outgoing(all_accounts(b), true, separator);
    f[6] = outgoing(b.email, false, separator);
    f[7] = outgoing(b.remark, false, separator);
    f[8] = b.id_check ? "True" : "False";
}

void append_field(std::string& line, std::string_view field, std::string_view separator) {
    const bool quote = field.find(' ') != std::string_view::npos || (field.empty() && separator == " ");
    if (quote) line += '"';
    line += field;
    if (quote) line += '"';
}

} // namespace goufang::invoice::aisino_text

#include "core/find/row.h"

#include "core/find/mnemonic.h"
#include "core/find/pattern.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::find {

using model::Buyer;
using model::Field;

namespace {

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

void put_text(Row& row, std::string& column, Field field, std::uint32_t part, const std::string& text) {
    if (!Alphabet::get().encode(text, column)) row.originals.push_back({field, part, text});
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Appends the key of a number. The original is kept when it is more than digits and letters (but for the '-' behind
/// an area code, told by `dash`).
void put_number(Row& row, std::string& column, Field field, std::uint32_t part, const std::string& text,
                bool* dash = nullptr) {
    const std::size_t before = column.size();
    const std::size_t none = text.size();
    std::size_t at_dash = none;
    bool plain = true;
    for (std::size_t i = 0; i < text.size() && plain; ++i) {
        const char c = text[i];
        if (is_digit(c) || (c >= 'a' && c <= 'z'))
            column += c;
        else if (c >= 'A' && c <= 'Z')
            column += static_cast<char>(c + 32);
        else if (c == '-' && dash && at_dash == none)
            at_dash = i;
        else
            plain = false;
    }
    if (plain && (at_dash == none || (text.size() > 4 && at_dash == dash_of(text)))) {
        if (at_dash != none) *dash = true;
        return;
    }
    column.resize(before);
    const std::string key = number_key(text);
    column += key;
    if (!key.empty()) row.originals.push_back({field, part, text});
}

/// The mnemonic is found through the name's initials at every query that finds it.
bool told_by_initials(std::string_view mnemonic, std::string_view initials) {
    if (mnemonic.empty() || mnemonic.size() > initials.size()) return false;
    const Alphabet& alphabet = Alphabet::get();
    for (std::size_t i = 0; i < mnemonic.size(); ++i) {
        if (mnemonic[i] < 'a' || mnemonic[i] > 'z') return false;
        const Element& e = alphabet.element(static_cast<std::uint8_t>(initials[i]));
        if (!e.exact || !(e.initials >> (mnemonic[i] - 'a') & 1)) return false;
    }
    return true;
}

} // namespace

void pack_numbers(std::string& s) {
    const auto nibble = [&](std::size_t i) {
        if (i >= s.size()) return 0;
        return is_digit(s[i]) ? s[i] - '0' + 1 : s[i] + 10;
    };
    const std::size_t bytes = (s.size() + 1) / 2;
    for (std::size_t i = 0; i < bytes; ++i) s[i] = static_cast<char>(nibble(2 * i) << 4 | nibble(2 * i + 1));
    s.resize(bytes);
}

std::string unpack_numbers(std::string_view packed) {
    std::string s;
    for (const char c : packed) {
        const auto byte = static_cast<unsigned char>(c);
        for (const int nibble : {byte >> 4, byte & 15})
            if (nibble != 0) s += static_cast<char>(nibble <= 10 ? '0' + nibble - 1 : nibble - 10);
    }
    return s;
}

std::size_t dash_of(std::string_view digits) {
    return digits.size() > 1 && digits[0] == '0' && (digits[1] == '1' || digits[1] == '2') ? 3 : 4;
}

std::string number_key(std::string_view utf8) {
    const std::string folded = text::search_fold(utf8);
    std::string key;
    std::copy_if(folded.begin(), folded.end(), std::back_inserter(key), is_alnum);
    return key;
}

void encode_row(const Buyer& b, Row& row) {
    for (std::string& c : row.columns) c.clear();
    row.originals.clear();

    std::string& names = row[Part::names];
    put_text(row, names, Field::name, 0, b.name);
    Alphabet::get().append_elements(names, row[Part::initials]);
    row.order = name_order(names);
    const std::size_t own_initials = row[Part::initials].size();
    for (std::uint32_t i = 0; i < b.former_names.size(); ++i) {
        names += static_cast<char>(mark_former);
        const std::size_t from = names.size();
        put_text(row, names, Field::former_names, i, b.former_names[i].name);
        row[Part::initials] += static_cast<char>(mark_former);
        Alphabet::get().append_elements(std::string_view(names).substr(from), row[Part::initials]);
    }

    std::string& words = row[Part::text];
    put_text(row, words, Field::address, 0, b.address);
    for (std::uint32_t i = 0; i < b.more_addresses.size(); ++i) {
        words += static_cast<char>(mark_address);
        put_text(row, words, Field::more_addresses, i, b.more_addresses[i].address);
    }
    if (!b.remark.empty()) {
        words += static_cast<char>(mark_remark);
        put_text(row, words, Field::remark, 0, b.remark);
    }
    for (std::uint32_t i = 0; i < b.tags.size(); ++i) {
        words += static_cast<char>(mark_tag);
        put_text(row, words, Field::tags, i, b.tags[i]);
    }
    for (std::uint32_t i = 0; i < b.custom.size(); ++i) {
        words += static_cast<char>(mark_custom);
        put_text(row, words, Field::custom, i, b.custom[i].value);
    }

    std::string& mail = row[Part::mail];
    if (!b.mnemonic.empty()) {
        put_text(row, mail, Field::mnemonic, 0, b.mnemonic);
        if (told_by_initials(mail, std::string_view(row[Part::initials]).substr(0, own_initials))) mail.clear();
    }
    if (!b.email.empty()) {
        mail += static_cast<char>(mark_email);
        put_text(row, mail, Field::email, 0, b.email);
    }

    put_number(row, row[Part::tax], Field::tax_id, 0, b.tax_id);

    std::string& numbers = row[Part::numbers];
    std::string key;
    const auto put = [&](Mark mark, Field field, std::uint32_t part, const std::string& text) {
        key.clear();
        bool dash = false;
        const std::size_t originals = row.originals.size();
        put_number(row, key, field, part, text, mark == mark_phone ? &dash : nullptr);
        if (!std::all_of(key.begin(), key.end(), is_digit)) {
            row[Part::tax] += static_cast<char>(mark_letters);
            row[Part::tax] += key;
            if (row.originals.size() == originals) row.originals.push_back({field, part, text});
            key.clear();
        }
        if (dash) numbers += static_cast<char>(mark_dash);
        if (mark != mark_phone) numbers += static_cast<char>(mark);
        numbers += key;
    };
    put(mark_phone, Field::phone, 0, b.phone);
    if (!b.mobile.empty()) put(mark_mobile, Field::mobile, 0, b.mobile);
    if (!b.account.empty()) put(mark_account, Field::account, 0, b.account);
    for (std::uint32_t i = 0; i < b.more_addresses.size(); ++i)
        put(mark_more_phone, Field::more_addresses, i, b.more_addresses[i].phone);
    for (std::uint32_t i = 0; i < b.more_accounts.size(); ++i)
        put(mark_more_account, Field::more_accounts, i, b.more_accounts[i].account);
    pack_numbers(numbers);

    put_text(row, row[Part::code], Field::code, 0, b.code);
}

void split_values(Part part, std::string_view row, std::vector<Value>& out) {
    out.clear();
    std::uint32_t count[16] = {};
    int mark = 0;
    for (std::size_t from = 0; from <= row.size();) {
        std::size_t to = from;
        while (to < row.size() && static_cast<unsigned char>(row[to]) >= 0x10) ++to;
        Value v;
        v.code = row.substr(from, to - from);
        v.part = mark == 0 ? 0 : count[mark]++;
        switch (part) {
        case Part::names:
            v.field = mark == 0 ? Field::name : Field::former_names;
            break;
        case Part::text:
            v.field = mark == 0              ? Field::address
                      : mark == mark_address ? Field::more_addresses
                      : mark == mark_remark  ? Field::remark
                      : mark == mark_tag     ? Field::tags
                                             : Field::custom;
            break;
        case Part::mail:
            v.field = mark == 0 ? Field::mnemonic : Field::email;
            break;
        case Part::tax:
            v.field = Field::tax_id;
            break;
        case Part::numbers:
            v.field = mark == mark_mobile         ? Field::mobile
                      : mark == mark_account      ? Field::account
                      : mark == mark_more_phone   ? Field::more_addresses
                      : mark == mark_more_account ? Field::more_accounts
                                                  : Field::phone;
            v.dash = mark == mark_dash ? static_cast<std::uint32_t>(dash_of(v.code)) : 0;
            break;
        case Part::code:
        case Part::initials:
            v.field = Field::code;
            break;
        }
        if (!v.code.empty()) out.push_back(v);
        if (to == row.size()) break;
        mark = row[to];
        from = to + 1;
    }
}

} // namespace goufang::find

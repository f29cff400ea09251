#pragma once
// A buyer as the index keeps it: folded text in seven columns (code of alphabet.h). The first value of a column's
// row has no mark; each further value is preceded by a byte below 0x10 that says what it is.

#include "core/find/alphabet.h"
#include "core/model/buyer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::find {

/// Columns of a segment.
enum class Part : std::uint8_t {
    names,    ///< name, then former names
    text,     ///< address, then further addresses, remark, tags, custom values
    mail,     ///< mnemonic (left out when it is read off the name's initials anyway), then e-mail
    tax,      ///< tax id: digits and lower-case letters only; then phones and accounts that have letters
    numbers,  ///< phone, then mobile, account, further ones: digits only, packed two to a byte (pack_numbers)
    code,     ///< buyer code
    initials, ///< ids of alphabet.h for the elements of name and former names
};
inline constexpr std::size_t k_parts = 7;

/// Marks before further values.
enum Mark : char {
    mark_former = 1,       ///< names, initials
    mark_address = 1,      ///< text: next further address
    mark_remark = 2,       ///< text
    mark_tag = 3,          ///< text
    mark_custom = 4,       ///< text
    mark_email = 1,        ///< mail
    mark_phone = 0,        ///< numbers: stands first, without a mark
    mark_mobile = 1,       ///< numbers
    mark_account = 2,      ///< numbers
    mark_more_phone = 3,   ///< numbers
    mark_more_account = 4, ///< numbers
    mark_dash = 5,         ///< numbers: the phone, which has one '-' behind its area code (dash_of)
    mark_letters = 1,      ///< tax: a phone or account with letters; field and part stand in the originals
};

/// A value whose characters do not stand one for one in the column: its own text, to find positions by.
struct Original {
    model::Field field{};
    std::uint32_t part = 0;
    std::string text; ///< as stored, UTF-8
    template <class Archive> void transfer(Archive& a) { a(field), a(part), a(text); }
};

struct Row {
    std::string columns[k_parts];
    std::vector<Original> originals;
    std::uint32_t order = 0; ///< pinyin order of the name's first two characters
    std::string& operator[](Part p) { return columns[static_cast<std::size_t>(p)]; }
    const std::string& operator[](Part p) const { return columns[static_cast<std::size_t>(p)]; }
};

/// Fills `row`, which is reused between calls.
void encode_row(const model::Buyer& buyer, Row& row);

/// Digits and letters of the folded text, lower case; what tax ids, phones and accounts are compared by.
std::string number_key(std::string_view utf8);

/// Packs digits and marks of Part::numbers, four bits each: 1-10 digits, 11-15 marks, 0 fills the last byte.
void pack_numbers(std::string& digits_and_marks);
std::string unpack_numbers(std::string_view packed);
/// Where the '-' of a phone stands: 010 and 02x are area codes of three digits, all others have four.
std::size_t dash_of(std::string_view phone_digits);

/// One value of a row, found again.
struct Value {
    model::Field field{};
    std::uint32_t part = 0;
    std::string_view code;  ///< in the column
    bool letters = false;   ///< tax: a phone or account with letters
    std::uint32_t dash = 0; ///< phone: position of the one '-' of the original; 0 = none
};
/// Splits a row of `part` (not initials; numbers unpacked) into its values; blank ones are left out.
void split_values(Part part, std::string_view row, std::vector<Value>& out);

} // namespace goufang::find

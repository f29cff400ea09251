#pragma once
// Grammars of phone numbers and mail addresses, as they stand on invoices (validation 6).

#include <string>
#include <string_view>

namespace goufang::check {

/// Of a field that may hold several numbers, separated by / 、 ; ； , ， or spaces.
struct PhoneVerdict {
    std::string bad;        ///< first number that fits no form; empty = all fit
    std::string unassigned; ///< first mobile number in a range nobody has (142 143 154 161 164 194)
};

/// Forms: mobile 1[3-9] + 9; area code (010, 02x: 8 or 7 digits; 0xxx: 7 or 8) with or without -, brackets or spaces;
/// local 7 or 8 digits; 400/800 + 7; service numbers of 3 to 6 digits; +country number. An extension of 1 to 6 digits
/// behind -, 转, x, ext, # or 分机. Full-width digits and signs count as ASCII ones.
PhoneVerdict judge_phones(std::string_view field);

/// Cheap: false = judge_phones() would find nothing unassigned.
bool may_be_unassigned(std::string_view field);

/// One mobile number: 1[3-9] + 9 digits, +86 before it and spaces or dashes inside allowed.
bool is_mobile(std::string_view s);

/// First address that is none; empty when all are (or there are none). Several: separated by ; , spaces or 、.
std::string bad_email(std::string_view field);

} // namespace goufang::check

#pragma once
// How a tax id is judged (F26, F27). Facts: GB 32100-2015, GB 11714-1997, GB 11643-1999, SW 5-2013, Announcements
// 2015 No. 66 and 2018 No. 59; the exceptions and rates are measured ones (validation 1-3).
//
// Input is folded (text::clean_tax_id). In this order:
//   other characters than 0-9 A-Z            bad_char; its place is told, the repair when one is unique
//   overseas buyer                           at most 20 characters, nothing else (foreign_id.h adds warnings)
//   15  J + 14 digits                        military
//       6 digits + 9: organisation check     old_15; wrong: old_15_check
//       all digits, MOD 11,10 right, organisation check wrong   a business registration number: warning
//       all digits with a date yymmdd, natural person           15-digit ID card
//   17  15-digit ID card + 2 digits          obsolete personal number; otherwise a wrong length
//   18  ID card, then foreigner's residence number, then C/H/L/M/T/W + 17 digits, then credit code (see below). Of 1.1
//       million real credit codes none passes as an ID card, of ID cards 3 % pass as a credit code: hence the order
//   19  L + one of 18                        temporary taxpayer
//   20  18-digit ID card + 2 digits          individual business
//   else                                     wrong length
//
// A wrong credit code: which character is it? A repair is a code that differs in ONE character and passes both checks,
// with a known department at 1-2, digits at 3-8 and a known province. By the outer check each place has exactly one
// candidate character, so all repairs are found in 18 trials. One more is dropped: a change of place 1
// of 9.......MA..., because organisation codes that start with MA are given by the market regulators (9) only. If one
// character is wrong, the right code is among the repairs; so the only one is offered, and of several none is.
//
//   characters outside the alphabet   checks: outer, organisation   what is said
//   one                               -       -                     bad_char (not_digit at 3-8); repair at that place
//   several                           -       -                     bad_char for the first; when I O S V Z read as
//                                                                   1 0 5 U/Y 2 give one good code, that is the repair
//   none                              right   right                 fine; province unknown: error; notes
//   none                              right   wrong                 org_check, a warning (such codes were issued)
//   none                              wrong   right, 9135....M000   fujian: pilot codes, last character free
//   none                              wrong   right                 18th should be X, if the others are right. The only
//                                                                   repair: check_digit; several: check_digit_or; the
//                                                                   only one elsewhere (region): one_char
//   none                              wrong   wrong                 the only repair: one_char; else both_checks

#include "core/check/check.h"

#include <optional>
#include <string>
#include <string_view>

namespace goufang::check {

/// The codes that differ from `code` (18 characters) in one character and pass as said above; at most one per place.
struct Repair {
    std::size_t position = 0; ///< 1-based
    char character = 0;
};
std::vector<Repair> uscc_repairs(std::string_view code);

/// Position 1 and 2 of GB 32100: registering department and category known together.
bool department_known(char department, char category);

/// Kind that a credit code's first two characters tell; none when they do not tell one.
std::optional<model::Kind> kind_by_code(std::string_view uscc);
/// The same for a number that was not judged yet: only a valid credit code that is no ID card tells a kind. What a new
/// buyer gets when nobody said its kind.
std::optional<model::Kind> proposed_kind(std::string_view tax_id);

/// The device client's own test (formats-desktop 7), to be passed by what is exported to it. Empty sentence = taken.
TaxIdVerdict judge_for_client(std::string_view tax_id);

} // namespace goufang::check

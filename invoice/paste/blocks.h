#pragma once
// Pasted 开票信息 (F60, F61): text from a chat, a mail or a spreadsheet -> buyers, each field with how sure it is.
//
// Understood: labels in any of the ways of labels.def, behind a colon, in brackets, before a tab, a space, 是 or the
// value itself, alone on the line above the value; no labels at all; combined 地址电话 and 开户行账号; all on one line;
// several blocks; tables with and without heading, and tables on their side; chat headers and greetings between.
//
// Confidence is 0 to 1. What is k_sure or more was told by a label and looks like what it should be, or is
// unmistakable; everything else is for a person to look at. Whatever speaks against a value makes it doubtful: words
// left over beside it, a note, sign or end of a line inside it, a second candidate, a line around it that was not
// understood, an end that no such value has, an unclear parting between two buyers (judge.h). A value that cannot be
// placed is left out or, between values that were understood, given as a doubtful name or address; never as sure. A tax
// id whose check character is wrong is given as typed, and is not sure.

#include "core/model/buyer.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::paste {

inline constexpr double k_sure = 0.8;
/// Characters of input that are looked at; what follows is left out (a paste of some thousand buyers is 500,000).
inline constexpr std::size_t k_max_characters = 2'000'000;

struct Field {
    model::Field field{};
    std::string value; ///< cleaned as when it is typed into a form; account and tax id without spaces and dashes
    double confidence = 0;
    std::size_t start = 0, length = 0; ///< where it stands in the input, in characters (code points)
    bool sure() const { return confidence >= k_sure; }
};

struct Block {
    std::vector<Field>
        fields; ///< each at most once, in the order of the field table; further accounts in more_accounts
    const Field* find(model::Field field) const;
};

/// `utf8` must be valid. Blocks in the order in which they stand; none when nothing was recognised.
std::vector<Block> parse_blocks(std::string_view utf8);

/// The values of a block as a buyer.
model::Buyer to_buyer(const Block& block);

} // namespace goufang::invoice::paste

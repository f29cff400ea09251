#pragma once
// What a line has beside labels and values: numbers before it, pictures behind it, the head of a chat message, and the
// words that say whose the next lines are.

#include "invoice/paste/input.h"

#include <cstdint>
#include <vector>

namespace goufang::invoice::paste {

/// Joins the lines over whose end a tax id goes, and lines that a page of fixed width has cut: at least three of one
/// width, with labels inside them and at the start of none.
void unwrap(Input& in);
/// Makes "1 " "01 " "No.1 " "第1项 " at the start of at least three lines that count from 1 blank.
void drop_numbering(Input& in, const std::vector<Range>& lines);
/// Makes 开票信息 at the start of a line blank where something else follows it.
void drop_title(Input& in, Range line);
/// Makes "3." "(3)" "三、" "B：" at the start of a line blank.
void drop_bullet(Input& in, Range line);
/// Makes "[强][玫瑰]" at the end of a line blank.
void drop_emoticons(Input& in, Range line);
/// At least three signs like - and nothing else.
bool is_rule(const Input& in, Range r);
/// Makes times and dates blank; false when the whole line is the head of a chat message.
bool drop_header(Input& in, Range line);

enum class Side : std::uint8_t { none, seller, buyer };
struct SideHeading {
    Side side = Side::none;
    bool heads = false; ///< the line has nothing else of the buyer
    bool named = false; ///< the seller's name stands on the line
};
/// 销售方信息, 购买方: alone on a line, or 销方: before the seller's name: whose the next lines are. 变更前: and
/// 变更后: are sides too.
SideHeading side_of(const Input& in, Range r);

} // namespace goufang::invoice::paste

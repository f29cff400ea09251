#pragma once
// Text of which some characters are printed bold because the search matched them.

#include "core/find/index.h"

#include <string>
#include <utility>
#include <vector>
#include <wx/font.h>
#include <wx/gdicmn.h>
#include <wx/string.h>

class wxColour;
class wxDC;

namespace goufang::desktop {

/// Neighbouring parts differ in the flag; true = matched.
using Pieces = std::vector<std::pair<wxString, bool>>;

/// `bold` has one entry a character of `text`. With `group` > 0 a space stands before every group-th character
/// behind `from`, on display only.
Pieces to_pieces(const wxString& text, const std::vector<bool>& bold, std::size_t group = 0, std::size_t from = 0);
/// The value of one field (or entry `part` of a list field) with what `matches` say of it.
Pieces to_pieces(const wxString& text, const std::vector<find::Match>& matches, model::Field field, std::uint32_t part,
                 std::size_t group = 0);
/// The text that a match points into, in a list field its entry; empty when there is none.
std::string matched_value(const model::Buyer& b, const find::Match& m);
/// Draws on one line, centred in the height of the box, with … where the width ends. Returns the width used, in pixels.
int draw_pieces(wxDC& dc, const Pieces& pieces, const wxRect& box, const wxColour& ink, const wxFont& plain,
                const wxFont& bold);

} // namespace goufang::desktop

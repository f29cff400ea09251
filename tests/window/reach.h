#pragma once
// Whether a window can be used by keyboard and screen reader alone.

#include <string>

class wxWindow;

namespace goufang::desktop::test {

/// What is wrong with what the window shows now, a line each: a mnemonic that two labels have, a control that takes the
/// focus and has no name. Empty = nothing.
std::string out_of_reach(wxWindow& window);

} // namespace goufang::desktop::test

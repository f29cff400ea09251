#pragma once
// Several address and phone or bank and account sets of one buyer, one of them the default (F14).

#include "core/model/buyer.h"

class wxWindow;

namespace goufang::desktop {

/// Edits the sets that `left` (address or bank) starts; true when something was changed.
bool edit_sets(wxWindow& parent, model::Buyer& buyer, model::Field left);

} // namespace goufang::desktop

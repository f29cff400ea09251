#pragma once
// Nodes of the category tree by their words, and where they stand on the screen.

#include <wx/treectrl.h>

namespace goufang::desktop::test {

/// The first node, depth first, whose text starts so; not IsOk() when there is none.
wxTreeItemId item_of(wxTreeCtrl& tree, const wxString& starts, const wxTreeItemId& below = {});
/// The middle of its words; fails the test when it is not in sight.
wxPoint middle(wxTreeCtrl& tree, const wxString& starts);

} // namespace goufang::desktop::test

#include "tests/window/tree_items.h"

#include "tests/support/catch.h"

namespace goufang::desktop::test {

wxTreeItemId item_of(wxTreeCtrl& tree, const wxString& starts, const wxTreeItemId& below) {
    wxTreeItemIdValue cookie;
    const wxTreeItemId parent = below.IsOk() ? below : tree.GetRootItem();
    for (wxTreeItemId at = tree.GetFirstChild(parent, cookie); at.IsOk(); at = tree.GetNextChild(parent, cookie)) {
        if (tree.GetItemText(at).StartsWith(starts)) return at;
        if (const wxTreeItemId found = item_of(tree, starts, at); found.IsOk()) return found;
    }
    return {};
}

wxPoint middle(wxTreeCtrl& tree, const wxString& starts) {
    const wxTreeItemId item = item_of(tree, starts);
    wxRect box;
    REQUIRE(item.IsOk());
    REQUIRE(tree.GetBoundingRect(item, box, true));
    return box.GetPosition() + wxPoint(box.width / 2, box.height / 2);
}

} // namespace goufang::desktop::test

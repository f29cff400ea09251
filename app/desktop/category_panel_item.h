#pragma once
// What a row of the tree stands for.
#include "app/desktop/category_panel.h"

namespace goufang::desktop {

class CategoryPanel::Item : public wxTreeItemData {
  public:
    explicit Item(View v) : view(std::move(v)) {}
    View view;
};

/// Format of dragged buyers; what is dragged are the list's selected rows.
inline constexpr const char* k_dragged_buyers = "goufang-buyers";

} // namespace goufang::desktop

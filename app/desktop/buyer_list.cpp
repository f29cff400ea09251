#include "app/desktop/buyer_list.h"

#include "app/desktop/tr.h"
#include "app/words/words.h"
#include "core/text/split.h"

#include <array>
#include <wx/settings.h>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_cached_rows = 2'000; ///< some screens; then the cache starts again

enum Column : long { code, name, tax_id, address, bank, category, status };
struct ColumnInfo {
    std::string_view title;
    int width; ///< DIP; every column has one, or the control measures all rows
};
constexpr std::array<ColumnInfo, 7> k_columns{{{TR_NOOP("编码"), 110},
                                               {TR_NOOP("名称"), 250},
                                               {TR_NOOP("税号"), 180},
                                               {TR_NOOP("地址电话"), 250},
                                               {TR_NOOP("开户行及账号"), 250},
                                               {TR_NOOP("分类"), 140},
                                               {TR_NOOP("状态"), 60}}};

} // namespace

BuyerList::BuyerList(wxWindow* parent)
    : wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_VIRTUAL | wxLC_HRULES) {
    SetName(tr("购买方列表"));
    for (const ColumnInfo& c : k_columns) AppendColumn(tr(c.title), wxLIST_FORMAT_LEFT, FromDIP(c.width));
    EnableAlternateRowColours(true);
    m_inactive.SetTextColour(wxSystemSettings::GetColour(wxSYS_COLOUR_GRAYTEXT));
    wxFont italic = GetFont();
    italic.MakeItalic();
    m_draft.SetFont(italic); // besides the word 待核 in its column: never by look alone
}

void BuyerList::set_library(Library* library) {
    m_library = library;
    set_rows({});
}

void BuyerList::set_rows(std::vector<model::BuyerId> ids) {
    const model::BuyerId keep = focused_id();
    m_ids = std::move(ids);
    SetItemCount(static_cast<long>(m_ids.size()));
    if (keep != 0) focus_buyer(keep);
    Refresh();
}

void BuyerList::forget_cache() {
    m_cache.clear();
    Refresh();
}

std::vector<model::BuyerId> BuyerList::selected_ids() const {
    std::vector<model::BuyerId> ids;
    for (long row = GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED); row != -1;
         row = GetNextItem(row, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED))
        ids.push_back(m_ids[static_cast<std::size_t>(row)]);
    return ids;
}

model::BuyerId BuyerList::focused_id() const {
    const long row = GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_FOCUSED);
    return row < 0 || static_cast<std::size_t>(row) >= m_ids.size() ? 0 : m_ids[static_cast<std::size_t>(row)];
}

void BuyerList::focus_buyer(model::BuyerId id) {
    const auto at = std::find(m_ids.begin(), m_ids.end(), id);
    for (const long row : [this] {
             std::vector<long> rows;
             for (long r = GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED); r != -1;
                  r = GetNextItem(r, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED))
                 rows.push_back(r);
             return rows;
         }())
        SetItemState(row, 0, wxLIST_STATE_SELECTED);
    if (at == m_ids.end()) return;
    const long row = static_cast<long>(at - m_ids.begin());
    SetItemState(row, wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED, wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED);
    EnsureVisible(row);
}

const model::Buyer* BuyerList::cached(model::BuyerId id) const {
    if (m_library == nullptr) return nullptr;
    const auto hit = m_cache.find(id);
    if (hit != m_cache.end()) return &hit->second;
    auto buyer = m_library->registry().buyer(id);
    if (!buyer) return nullptr;
    if (m_cache.size() >= k_cached_rows) m_cache.clear();
    return &m_cache.emplace(id, std::move(*buyer)).first->second;
}

wxString BuyerList::OnGetItemText(long row, long column) const {
    if (row < 0 || static_cast<std::size_t>(row) >= m_ids.size()) return {};
    const model::Buyer* b = cached(m_ids[static_cast<std::size_t>(row)]);
    if (b == nullptr) return {};
    switch (column) {
    case code:
        return to_wx(b->code);
    case name:
        return to_wx(b->name);
    case tax_id:
        return to_wx(b->tax_id);
    case address:
        return to_wx(text::join_pair(b->address, b->phone));
    case bank:
        return to_wx(text::join_pair(b->bank, b->account));
    case category:
        return b->category == 0 ? tr("未分类") : to_wx(m_library->registry().tree().path(b->category));
    case status:
        return b->status == model::Status::draft      ? tr("待核")
               : b->status == model::Status::inactive ? tr("停用")
                                                      : tr("正常");
    default:
        return {};
    }
}

wxListItemAttr* BuyerList::OnGetItemAttr(long row) const {
    if (row < 0 || static_cast<std::size_t>(row) >= m_ids.size()) return nullptr;
    const model::Buyer* b = cached(m_ids[static_cast<std::size_t>(row)]);
    if (b != nullptr && b->status == model::Status::draft) return &m_draft;
    if (b != nullptr && b->status == model::Status::inactive) return &m_inactive;
    return nullptr;
}

} // namespace goufang::desktop

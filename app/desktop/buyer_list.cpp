// Rows, cache and what stands in the cells; drawing in buyer_list_draw.cpp, keys and mouse in buyer_list_input.cpp.
#include "app/desktop/buyer_list.h"

#include "app/desktop/access.h"
#include "app/desktop/buyer_list_canvas.h"
#include "app/desktop/pieces.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "core/check/check.h"
#include "core/text/split.h"

#include <algorithm>
#include <wx/sizer.h>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_grouped = 4;         ///< characters of a tax id or an account that stand together
constexpr std::size_t k_cached_rows = 2'000; ///< some screens; then the cache starts again

} // namespace

BuyerList::Canvas::Canvas(BuyerList* list)
    : wxScrolledCanvas(list, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxHSCROLL | wxVSCROLL | wxWANTS_CHARS),
      m_list(list) {
    identify(*this, "buyer_list", tr("购买方列表"));
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    DisableKeyboardScrolling();
}

BuyerList::BuyerList(wxWindow* parent, words::Language language) : wxPanel(parent), m_language(language) {
    SetName(wxT("buyer_list_panel"));
    m_header = new ListHeader(this, ColumnLayout::standard());
    m_canvas = new Canvas(this);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(m_header, 0, wxEXPAND);
    box->Add(m_canvas, 1, wxEXPAND);
    SetSizer(box);
    const wxFont font = m_canvas->GetFont();
    m_bold = font.Bold();
    m_fixed = wxFontInfo(font.GetPointSize()).Family(wxFONTFAMILY_TELETYPE);
    m_fixed_bold = m_fixed.Bold();
    m_row_height = m_canvas->GetCharHeight() + FromDIP(8);
    m_header->on_change = [this] {
        resize_canvas();
        m_canvas->Refresh();
    };
    m_header->best_width = [this](Column c) { return best_width(c); };
    m_canvas->Bind(wxEVT_PAINT, [this](wxPaintEvent&) {
        wxPaintDC dc(m_canvas);
        m_canvas->DoPrepareDC(dc);
        draw(dc, m_canvas->GetUpdateRegion().GetBox());
        if (on_painted) on_painted();
    });
    m_canvas->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        resize_canvas();
    });
    m_canvas->Bind(wxEVT_KEY_DOWN, &BuyerList::key_down, this);
    m_canvas->Bind(wxEVT_CHAR, &BuyerList::typed, this);
    for (const auto& type : {wxEVT_LEFT_DOWN, wxEVT_LEFT_UP, wxEVT_LEFT_DCLICK, wxEVT_RIGHT_DOWN, wxEVT_MOTION})
        m_canvas->Bind(type, &BuyerList::mouse, this);
    for (const auto& type : {wxEVT_SET_FOCUS, wxEVT_KILL_FOCUS})
        m_canvas->Bind(type, [this](wxFocusEvent& event) {
            event.Skip();
            m_canvas->Refresh();
        });
}

wxWindow& BuyerList::canvas() { return *m_canvas; }

void BuyerList::set_library(Library* library) {
    m_library = library;
    m_cache.clear();
    m_dates.clear();
    m_selection.clear();
    m_focus = m_anchor = -1;
    m_ids.clear();
    resize_canvas();
    m_canvas->Refresh();
}

void BuyerList::set_rows(RowIds ids) {
    const model::BuyerId focused = focused_id();
    const bool several = m_selection.count() > 1;
    const bool same_start = ids.starts_with(m_ids);
    m_ids = std::move(ids);
    resize_canvas();
    if (!same_start) {
        const std::size_t at = focused == 0 ? m_ids.size() : m_ids.find(focused);
        m_selection.clear();
        m_focus = m_anchor = -1;
        if (at != m_ids.size()) {
            m_focus = m_anchor = static_cast<long>(at);
            m_selection.set(at, at);
            make_visible(at);
        } else {
            m_canvas->Scroll(-1, 0);
        }
        if (several && on_selection) on_selection();
    }
    m_canvas->Refresh();
}

void BuyerList::set_hint(const wxString& text) {
    if (text == m_hint) return;
    m_hint = text;
    m_canvas->Refresh();
}

void BuyerList::forget_cache() {
    m_cache.clear();
    m_canvas->Refresh();
}

std::vector<model::BuyerId> BuyerList::selected_ids() const {
    std::vector<model::BuyerId> ids;
    ids.reserve(m_selection.count());
    m_selection.each([&](std::size_t row) {
        if (row < m_ids.size()) ids.push_back(m_ids[row]);
    });
    return ids;
}

model::BuyerId BuyerList::focused_id() const {
    return m_focus < 0 || static_cast<std::size_t>(m_focus) >= m_ids.size() ? 0
                                                                            : m_ids[static_cast<std::size_t>(m_focus)];
}

void BuyerList::focus_buyer(model::BuyerId id) {
    const std::size_t at = m_ids.find(id);
    if (at != m_ids.size()) go(at, false, false);
}

void BuyerList::select_all() {
    if (m_ids.empty()) return;
    m_selection.set(0, m_ids.size() - 1);
    selection_changed();
}

const BuyerList::Cached* BuyerList::cached(std::size_t row) const {
    if (m_library == nullptr || row >= m_ids.size()) return nullptr;
    const model::BuyerId id = m_ids[row];
    auto at = m_cache.find(id);
    if (at == m_cache.end()) {
        if (m_library->lent()) return nullptr; // a job has the registry; painted again afterwards
        auto buyer = m_library->registry().buyer(id);
        if (!buyer) return nullptr;
        if (m_cache.size() >= k_cached_rows) m_cache.clear();
        Cached fresh;
        std::vector<check::Finding> findings;
        check::check_buyer(*buyer, check::registry_profile(), findings);
        const check::Finding* worst = nullptr;
        for (const check::Finding& f : findings)
            if (f.severity != check::Severity::note && (worst == nullptr || f.severity > worst->severity)) worst = &f;
        if (worst != nullptr) {
            fresh.error = worst->severity == check::Severity::error;
            fresh.problem = to_wx(words::field_name(m_language, worst->field)) + wxT(": ") +
                            to_wx(words::describe(m_language, *worst));
        }
        fresh.buyer = std::move(*buyer);
        at = m_cache.emplace(id, std::move(fresh)).first;
    }
    if (at->second.matched_by != m_view.search) {
        at->second.matches = m_library->matches(m_view, at->second.buyer);
        if (m_library->ready()) at->second.matched_by = m_view.search; // asked again until all can be found
    }
    return &at->second;
}

wxString BuyerList::text_of(const Cached& row, Column column) const {
    const model::Buyer& b = row.buyer;
    switch (column) {
    case Column::code:
        return to_wx(b.code);
    case Column::name:
        return to_wx(b.name);
    case Column::tax_id:
        return to_wx(b.tax_id);
    case Column::address:
        return to_wx(text::join_pair(b.address, b.phone));
    case Column::bank:
        return to_wx(text::join_pair(b.bank, b.account));
    case Column::category:
        if (b.category == 0) return tr("未分类");
        return m_library->lent() ? wxString() : to_wx(m_library->registry().tree().path(b.category));
    case Column::status:
        return to_wx(words::status_name(m_language, b.status));
    case Column::changed: {
        const auto at = m_dates.find(b.revision);
        if (at != m_dates.end()) return at->second;
        if (m_library->lent()) return {};
        const std::vector<store::Step> steps = m_library->registry().history(1, b.revision + 1);
        const wxString date = steps.empty() ? wxString() : to_wx(local_minute(steps.front().at)).Left(10);
        return m_dates.emplace(b.revision, date).first->second;
    }
    case Column::mnemonic:
        return to_wx(b.mnemonic);
    case Column::kind:
        return to_wx(words::kind_name(m_language, b.kind));
    case Column::email:
        return to_wx(b.email);
    case Column::mobile:
        return to_wx(b.mobile);
    case Column::remark:
        return to_wx(b.remark);
    case Column::tags: {
        wxString all;
        for (const std::string& tag : b.tags) all += (all.empty() ? wxString() : to_wx("，")) + to_wx(tag);
        return all;
    }
    case Column::source:
        return to_wx(b.source);
    case Column::verified:
        return to_wx(b.verified_on);
    }
    return {};
}

wxString BuyerList::cell(std::size_t row, Column column) const {
    const Cached* c = cached(row);
    return c == nullptr ? wxString() : text_of(*c, column);
}

std::vector<std::pair<wxString, bool>> BuyerList::pieces(std::size_t row, Column column) const {
    const Cached* c = cached(row);
    if (c == nullptr) return {};
    const wxString text = text_of(*c, column);
    std::vector<bool> bold(text.length(), false);
    std::size_t group = column == Column::tax_id ? k_grouped : 0, group_from = 0;
    if (const auto field = field_of(column)) {
        std::size_t second_at = text.length(); // where the pair's second part starts
        model::Field second = *field;
        if (column == Column::address) second = model::Field::phone;
        if (column == Column::bank) second = model::Field::account;
        if (second != *field) {
            const std::string& tail = *model::text_member(c->buyer, second);
            second_at = text.length() - to_wx(tail).length();
            if (second == model::Field::account && to_wx(tail).IsNumber()) {
                group = k_grouped;
                group_from = second_at;
            }
        }
        for (const find::Match& m : c->matches) {
            if (m.part != 0 || (m.field != *field && m.field != second)) continue;
            const std::size_t base = m.field == second && second != *field ? second_at : 0;
            for (std::size_t i = 0; i < m.length && base + m.start + i < bold.size(); ++i)
                bold[base + m.start + i] = true;
        }
    }
    Pieces out = to_pieces(text, bold, group, group_from);
    const find::Match* m = column == Column::name ? unseen_match(*c) : nullptr;
    if (m == nullptr) return out;
    const wxString value = to_wx(matched_value(c->buyer, *m));
    out.emplace_back(wxT("   ") + to_wx(words::field_name(m_language, m->field)) + tr("：") + value.Left(m->start),
                     false);
    out.emplace_back(value.Mid(m->start, m->length), true);
    out.emplace_back(value.Mid(m->start + m->length), false);
    return out;
}

const find::Match* BuyerList::unseen_match(const Cached& row) const {
    const std::vector<ListHeader::Shown> columns = m_header->shown();
    const auto seen = [&](const find::Match& m) {
        return m.part == 0 && std::any_of(columns.begin(), columns.end(), [&](const ListHeader::Shown& shown) {
                   const auto field = field_of(shown.column);
                   return field &&
                          (*field == m.field || (*field == model::Field::address && m.field == model::Field::phone) ||
                           (*field == model::Field::bank && m.field == model::Field::account));
               });
    };
    for (const find::Match& m : row.matches) {
        const bool word_seen = std::any_of(row.matches.begin(), row.matches.end(), [&](const find::Match& other) {
            return other.word == m.word && seen(other);
        });
        if (!word_seen && !matched_value(row.buyer, m).empty()) return &m;
    }
    return nullptr;
}

wxString BuyerList::problem(std::size_t row) const {
    const Cached* c = cached(row);
    return c == nullptr ? wxString() : c->problem;
}

void BuyerList::selection_changed() {
    m_canvas->Refresh();
    if (on_selection) on_selection();
}

wxString rows_as_text(const BuyerList& list, const std::vector<std::size_t>& rows, const std::vector<Column>& columns) {
    wxString out;
    const auto join = [&](const auto& cell) {
        wxString line;
        for (std::size_t i = 0; i < columns.size(); ++i)
            line += (i == 0 ? wxString() : wxString(wxT("\t"))) + cell(columns[i]);
        out += line + wxT("\n");
    };
    join([](Column c) { return tr(info(c).title); });
    for (const std::size_t row : rows)
        join([&](Column c) {
            wxString text = list.cell(row, c);
            text.Replace(wxT("\t"), wxT(" "));
            text.Replace(wxT("\n"), wxT(" "));
            const bool number = text.length() > 11 && text.find_first_not_of(wxT("0123456789")) == wxString::npos;
            const bool leading_zero = text.length() > 1 && text[0] == '0' && text.IsNumber();
            return number || leading_zero ? wxT("=\"") + text + wxT("\"") : text;
        });
    return out;
}

} // namespace goufang::desktop

#pragma once
// 地址电话 and 开户行及账号: one line as in the tax clients, or its two parts (F13). Starts as one line when splitting
// it gives back the stored parts, else as two. The split is shown under the line, with its doubt.

#include "core/model/buyer.h"

#include <functional>
#include <string>
#include <wx/string.h>

class wxButton;
class wxTextCtrl;
class wxWindow;

namespace goufang::desktop {

class PairField {
  public:
    /// `left`: Field::address or Field::bank.
    PairField(wxWindow* parent, model::Field left);

    model::Field left() const { return m_left; }
    model::Field right() const { return m_left == model::Field::address ? model::Field::phone : model::Field::account; }
    void show(const model::Buyer& b);
    void put(model::Buyer& b) const; ///< writes both parts
    void set_separate(bool separate);
    bool separate() const { return m_separate; }
    bool doubtful() const;                   ///< one line whose split a person should look at
    wxString split_text() const;             ///< what the line is split into; empty when there is nothing to tell
    wxTextCtrl& control(model::Field field); ///< the one that holds the field now
    wxTextCtrl& first() { return m_separate ? *m_a : *m_joined; }

    wxTextCtrl* joined() { return m_joined; }
    wxTextCtrl* left_control() { return m_a; }
    wxTextCtrl* right_control() { return m_b; }
    wxButton* toggle() { return m_toggle; }
    std::function<void()> on_layout; ///< one line became two or back

  private:
    std::pair<std::string, std::string> parts() const;
    void show_parts(bool separate);

    model::Field m_left;
    wxTextCtrl *m_joined, *m_a, *m_b;
    wxButton* m_toggle;
    bool m_separate = false;
    std::string m_shown; ///< the line as it was made from the stored parts below
    std::pair<std::string, std::string> m_stored;
};

} // namespace goufang::desktop

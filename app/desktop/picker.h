#pragma once
// The quick picker (F38-F40, J5): finds a buyer over other programs, puts what an invoice asks of it on the clipboard,
// gives the keyboard back and counts the pick for ranking.

#include "app/desktop/foreground.h"
#include "app/desktop/hotkey.h"
#include "app/desktop/library.h"
#include "app/desktop/picker_queue.h"
#include "app/desktop/picker_window.h"
#include "app/desktop/settings.h"

#include <functional>
#include <memory>
#include <wx/event.h>

namespace goufang::desktop {

inline constexpr char k_picker_key[] = "Ctrl+Alt+K"; ///< the hotkey until another is set

class Picker : private wxEvtHandler {
  public:
    Picker(words::Language language, Settings& settings);
    ~Picker() override;

    void set_library(Library* library, const wxString& company); ///< nullptr: none is open
    void library_ready();                                        ///< its search index is complete

    void show(); ///< visible at once with the last picks
    void hide(); ///< as Esc
    bool shown() const;
    /// As set in the settings.
    Hotkey::Outcome use_hotkey();
    PickerWindow& window();
    PickerQueue& queue();

    /// The program was started for the picker alone and nothing is left to do: window and queue are gone and the
    /// clipboard holds nothing of ours.
    std::function<void()> on_idle;

  private:
    void refresh();
    std::vector<PickerRow> last_picks() const;
    void take(const std::function<bool(const model::Buyer&)>& what);
    bool copy(std::string text);
    void count_pick(model::BuyerId id);
    void check_idle();

    words::Language m_language;
    Settings& m_settings;
    Library* m_library = nullptr;
    wxString m_company;
    ServedText m_clipboard;
    PickerWindow* m_window = nullptr; ///< made when first shown
    PickerQueue* m_queue = nullptr;
    Foreground m_before;
    Hotkey m_hotkey;
};

} // namespace goufang::desktop

#pragma once
// The dialogs of the main window, one function each.
#include "app/desktop/commands.h"
#include "app/desktop/library.h"
#include "app/desktop/print.h"
#include "app/words/words.h"

#include <optional>
#include <string>
#include <vector>
#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

class Settings;

/// A buyer that the user wants to look at, and what about it.
struct Visit {
    model::BuyerId id = 0;
    model::Field field{};
    wxString reason; ///< what a file says of it; empty: a finding of ours, passed over once it is mended
};

struct ImportAnswer {
    wxString done;             ///< for the status line; empty when nothing was imported
    std::vector<Visit> visits; ///< the one to go to and what stands behind it in the report, for F8
};
/// The import wizard on a file.
ImportAnswer show_import(wxWindow& parent, Library& library, const std::string& path, Settings& settings,
                         words::Language language);

struct ExportScope {
    View view;                            ///< what the list shows
    std::vector<model::BuyerId> selected; ///< more than one row
};
/// The export dialog; the sentence for the status line, empty when nothing was written.
wxString show_export(wxWindow& parent, Library& library, const ExportScope& scope, Settings& settings,
                     words::Language language);

struct HealthAnswer {
    std::vector<Visit> visits; ///< the one to mend and what stands behind it in its group, for F8
    bool changed = false;
    wxString message;
};
HealthAnswer show_health(wxWindow& parent, Library& library, Settings& settings, words::Language language);

/// The list of steps, or of imports only; the sentence of what was undone, empty when nothing was.
wxString show_history(wxWindow& parent, Library& library, words::Language language, bool imports_only);
/// 变更登记表 by month; what is to be printed, none when nothing is.
std::optional<PrintTable> show_changes(wxWindow& parent, Library& library, words::Language language);
/// Pasted 开票信息: the clipboard's text, recognised, or the title QR codes in its picture or in the file `picture`;
/// new buyers go to `category`. The sentence for the status line, empty when nothing was saved.
wxString show_paste(wxWindow& parent, Library& library, model::CategoryId category, words::Language language,
                    const std::string& picture = {});
/// The buyer's title as a QR code. Throws Error for a buyer that has none.
void show_title_qr(wxWindow& parent, const model::Buyer& buyer, const store::Registry& registry,
                   words::Language language);
/// One form over several buyers, of which what is touched is written into all; the sentence for the status line, empty
/// when nothing was written.
wxString edit_many(wxWindow& parent, Library& library, const std::vector<model::BuyerId>& ids,
                   words::Language language);
void show_keys(wxWindow& parent, KeyHabit habit);
std::optional<model::CategoryId> choose_category(wxWindow& parent, const model::CategoryTree& tree,
                                                 const wxString& title, const wxString& verb);
/// Which columns the list shows, in which order; none when all stays.
std::optional<ColumnLayout> choose_columns(wxWindow& parent, const ColumnLayout& layout);
/// What becomes of the codes in a move.
enum class CodeChoice { keep, follow, back };
/// Shows the codes that a move would give anew, before it is made.
CodeChoice show_new_codes(wxWindow& parent, const std::vector<store::NewCode>& codes);
/// Asks for company and folder and makes an empty library.
std::optional<store::Registry> make_library(wxWindow& parent, const std::string& folder, words::Language language);

} // namespace goufang::desktop

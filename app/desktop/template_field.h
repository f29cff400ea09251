#pragma once
// The file that an export fills: where it is, why it is wanted, and what its columns mean.

#include "app/words/words.h"
#include "core/file/file.h"
#include "core/text/errors.h"
#include "invoice/format.h"

#include <functional>
#include <optional>
#include <string>
#include <wx/panel.h>

class wxTextCtrl;

namespace goufang::desktop {

class Note;
class Settings;

class TemplateField : public wxPanel {
  public:
    TemplateField(wxWindow* parent, Settings& settings, words::Language language);
    std::function<void()> on_change; ///< another file was chosen

    /// Shown for formats that fill a file, with the one used last; hidden for others.
    void set_format(const invoice::Format& format);
    /// Opens the file that was named; asks for one where the format must have it. False = the person went back, or the
    /// file cannot be read and that was told.
    bool open();
    /// Puts file and columns into the options; nothing where none is used.
    void fill(invoice::WriteOptions& options) const;
    /// Whether the error is about columns that a person can point out (ask_columns()).
    static bool about_columns(const Error& error);
    /// Shows the columns with the reason; true when a person chose.
    bool ask_columns(const Error& error);
    bool is_template(const wxString& path) const;
    /// Name for the filled copy, without folder and extension; empty without a template.
    wxString copy_stem() const;
    void remember(); ///< in the settings

  private:
    bool browse();
    std::string setting() const;

    Settings& m_settings;
    words::Language m_language;
    const invoice::Format* m_format = nullptr;
    wxTextCtrl* m_path;
    Note* m_why;
    std::optional<file::Mapped> m_file;
    std::string m_opened, m_map; ///< path of m_file; what its columns mean
};

} // namespace goufang::desktop

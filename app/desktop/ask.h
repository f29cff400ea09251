#pragma once
// Questions and bad news: the title says the fact, the text cause and remedy, the buttons are verbs. Never used for
// success.

#include "app/words/words.h"
#include "core/text/errors.h"

#include <string>
#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

enum class Reply { first, second, back };

/// Two or three buttons; `back` is what Esc means. An empty `second` leaves it out.
Reply ask(wxWindow& parent, const wxString& fact, const wxString& text, const wxString& first, const wxString& second,
          const wxString& back);
/// The same with a day that belongs to the answer.
struct DatedReply {
    Reply reply = Reply::back;
    std::string date; ///< YYYY-MM-DD
};
DatedReply ask_with_date(wxWindow& parent, const wxString& fact, const wxString& text, const wxString& date_label,
                         const wxString& first, const wxString& second);
void tell(wxWindow* parent, const wxString& fact, const wxString& text);
void tell_error(wxWindow& parent, words::Language language, const Error& error);

} // namespace goufang::desktop

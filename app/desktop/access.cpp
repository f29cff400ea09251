#include "app/desktop/access.h"

#include "app/desktop/str.h"

#include <wx/control.h>
#include <wx/window.h>

#ifdef __WXGTK__
// wxAccessible does not exist on GTK; its own accessibility tree takes a name all the same. Declared here because the
// toolkit's headers are not needed for anything else.
extern "C" {
struct _AtkObject;
struct _GtkWidget;
_AtkObject* gtk_widget_get_accessible(_GtkWidget* widget);
void atk_object_set_name(_AtkObject* object, const char* name);
}
#endif

namespace goufang::desktop {

void identify(wxWindow& control, const char* id, const wxString& words) {
    control.SetName(wxString::FromUTF8(id));
#ifdef __WXGTK__
    const std::string name = from_wx(wxControl::RemoveMnemonics(words));
    const auto tell = [&](const wxWindow& window) {
        if (auto* widget = reinterpret_cast<_GtkWidget*>(window.GetHandle()))
            if (auto* object = gtk_widget_get_accessible(widget)) atk_object_set_name(object, name.c_str());
    };
    tell(control);
    for (const wxWindow* part : control.GetChildren()) tell(*part); // where wx draws the control, a part has the focus
#else
    (void)words;
#endif
}

} // namespace goufang::desktop

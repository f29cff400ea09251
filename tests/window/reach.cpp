#include "tests/window/reach.h"

#include "app/desktop/str.h"

#include <gtk/gtk.h>
#include <map>
#include <wx/panel.h>
#include <wx/window.h>

namespace goufang::desktop::test {

namespace {

struct Mnemonics {
    std::map<guint, std::string> labels; ///< by key
    std::string doubles;
};

/// Also those of the toolkit's own dialogs.
void collect(GtkWidget* widget, gpointer data) {
    if (!gtk_widget_get_mapped(widget)) return;
    auto& found = *static_cast<Mnemonics*>(data);
    if (GTK_IS_LABEL(widget)) {
        const guint key = gtk_label_get_mnemonic_keyval(GTK_LABEL(widget));
        const std::string text = gtk_label_get_text(GTK_LABEL(widget));
        if (key == GDK_KEY_VoidSymbol) return;
        const auto [at, fresh] = found.labels.emplace(key, text);
        if (!fresh) found.doubles += "two of one mnemonic: " + at->second + " / " + text + "\n";
    } else if (GTK_IS_CONTAINER(widget)) {
        gtk_container_forall(GTK_CONTAINER(widget), collect, data);
    }
}

void look_for_names(wxWindow& window, std::string& out) {
    for (wxWindow* child : window.GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        look_for_names(*child, out);
        if (!child->AcceptsFocus() || dynamic_cast<wxPanel*>(child) != nullptr) continue;
        AtkObject* object = gtk_widget_get_accessible(child->GetHandle());
        const char* name = object == nullptr ? nullptr : atk_object_get_name(object);
        if (name == nullptr || *name == '\0')
            out += "no name: " + from_wx(child->GetClassInfo()->GetClassName()) + " " + from_wx(child->GetName()) +
                   " in " + from_wx(window.GetName()) + "\n";
    }
}

} // namespace

std::string out_of_reach(wxWindow& window) {
    Mnemonics found;
    collect(window.GetHandle(), &found);
    look_for_names(window, found.doubles);
    return found.doubles;
}

} // namespace goufang::desktop::test

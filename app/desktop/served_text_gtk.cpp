#include "app/desktop/served_text.h"

#include <set>
#include <utility>

#include <gdk/gdkx.h>
#include <gtk/gtk.h>

namespace goufang::desktop {

namespace {

/// A person cannot change to another window and paste in less.
constexpr gint64 k_too_soon_us = 60'000;

/// The program behind a window of the X server: resource ids of one client share their upper bits.
constexpr unsigned long k_client_bits = ~0x1FFFFFUL;

bool has_keyboard(GdkWindow* window) {
    Window focus = 0;
    int revert = 0;
    XGetInputFocus(gdk_x11_display_get_xdisplay(gdk_window_get_display(window)), &focus, &revert);
    return (focus & k_client_bits) == (gdk_x11_window_get_xid(window) & k_client_bits);
}

} // namespace

struct ServedText::Impl {
    ServedText* owner = nullptr;
    bool taken = false;
    gint64 since = 0;                 ///< monotonic, of take()
    std::set<unsigned long> watchers; ///< clients that read whatever is new
    std::pair<unsigned long, guint32> last{0, 0};

    /// True when a person pasted.
    bool is_paste() {
        GdkEvent* event = gtk_get_current_event();
        if (event == nullptr) return true; // our own program
        const bool request = event->type == GDK_SELECTION_REQUEST;
        GdkWindow* window = request ? event->selection.requestor : nullptr;
        const guint32 at = request ? event->selection.time : 0;
        const bool x11 = window != nullptr && GDK_IS_X11_WINDOW(window);
        const unsigned long asker = x11 ? gdk_x11_window_get_xid(window) : 0;
        const bool focused = x11 && has_keyboard(window);
        gdk_event_free(event);
        if (!x11) return true;
        const unsigned long client = asker & k_client_bits;
        const bool again = at != GDK_CURRENT_TIME && last == std::pair(asker, at);
        last = {asker, at};
        if (focused) return !again;
        if (g_get_monotonic_time() - since < k_too_soon_us) {
            watchers.insert(client);
            return false;
        }
        return !again && watchers.count(client) == 0;
    }

    static void get(GtkClipboard*, GtkSelectionData* data, guint, gpointer self) {
        auto& impl = *static_cast<Impl*>(self);
        const bool paste = impl.is_paste();
        const std::string now = impl.owner->text ? impl.owner->text() : std::string();
        gtk_selection_data_set_text(data, now.data(), static_cast<gint>(now.size()));
        if (paste && impl.owner->on_pasted) impl.owner->on_pasted();
    }

    static void clear(GtkClipboard*, gpointer self) {
        auto& impl = *static_cast<Impl*>(self);
        if (!std::exchange(impl.taken, false)) return;
        if (impl.owner->on_lost) impl.owner->on_lost();
    }
};

ServedText::ServedText() : m_impl(std::make_unique<Impl>()) { m_impl->owner = this; }

ServedText::~ServedText() {
    if (!std::exchange(m_impl->taken, false)) return;
    on_pasted = nullptr;
    GtkClipboard* clipboard = gtk_clipboard_get(GDK_SELECTION_CLIPBOARD);
    gtk_clipboard_set_can_store(clipboard, nullptr, 0);
    gtk_clipboard_store(clipboard);
    gtk_clipboard_clear(clipboard);
}

bool ServedText::take() {
    GtkTargetList* list = gtk_target_list_new(nullptr, 0);
    gtk_target_list_add_text_targets(list, 0);
    gint count = 0;
    GtkTargetEntry* targets = gtk_target_table_new_from_list(list, &count);
    m_impl->taken = false; // taking it again is no loss
    m_impl->since = g_get_monotonic_time();
    const gboolean done = gtk_clipboard_set_with_data(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD), targets,
                                                      static_cast<guint>(count), Impl::get, Impl::clear, m_impl.get());
    gtk_target_table_free(targets, count);
    gtk_target_list_unref(list);
    m_impl->taken = done != 0;
    return m_impl->taken;
}

bool ServedText::taken() const { return m_impl->taken; }

bool ServedText::notices_pastes() { return GDK_IS_X11_DISPLAY(gdk_display_get_default()); }

} // namespace goufang::desktop

#include "app/desktop/foreground.h"

#include <utility>
#include <wx/toplevel.h>

#include <X11/Xatom.h>
#include <gdk/gdkx.h>
#include <gtk/gtk.h>

namespace goufang::desktop {

namespace {

bool on_x11() { return GDK_IS_X11_DISPLAY(gdk_display_get_default()); }

/// True when a window manager keeps the active window.
bool managed() {
    return gdk_x11_screen_supports_net_wm_hint(gdk_screen_get_default(),
                                               gdk_atom_intern_static_string("_NET_ACTIVE_WINDOW")) != 0;
}

Window root() { return gdk_x11_window_get_xid(gdk_get_default_root_window()); }

Atom active_atom() { return gdk_x11_get_xatom_by_name("_NET_ACTIVE_WINDOW"); }

Window active(Display* display) {
    if (managed()) {
        Atom type = 0;
        int format = 0;
        unsigned long count = 0, left = 0;
        unsigned char* data = nullptr;
        Window found = 0;
        if (XGetWindowProperty(display, root(), active_atom(), 0, 1, False, XA_WINDOW, &type, &format, &count, &left,
                               &data) == Success) {
            if (type == XA_WINDOW && count == 1) found = *reinterpret_cast<const Window*>(data);
            if (data != nullptr) XFree(data);
        }
        return found;
    }
    Window focus = 0;
    int revert = 0;
    XGetInputFocus(display, &focus, &revert);
    return focus == PointerRoot ? 0 : focus;
}

} // namespace

void Foreground::remember(const wxTopLevelWindow& own) {
    if (!on_x11()) return;
    GdkDisplay* display = gdk_display_get_default();
    gdk_x11_display_error_trap_push(display);
    const Window now = active(gdk_x11_display_get_xdisplay(display));
    gdk_x11_display_error_trap_pop_ignored(display);
    GdkWindow* window = gtk_widget_get_window(own.GetHandle());
    if (now == 0 || (window != nullptr && gdk_x11_window_get_xid(window) == now)) return;
    m_window = now;
}

void Foreground::restore() {
    const Window target = std::exchange(m_window, 0);
    if (target == 0 || !on_x11()) return;
    GdkDisplay* display = gdk_display_get_default();
    Display* x = gdk_x11_display_get_xdisplay(display);
    gdk_x11_display_error_trap_push(display); // it may be gone
    if (managed()) {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = target;
        event.xclient.message_type = active_atom();
        event.xclient.format = 32;
        event.xclient.data.l[0] = 2; // asked for by the user, as a pager does
        event.xclient.data.l[1] = static_cast<long>(gdk_x11_display_get_user_time(display));
        XSendEvent(x, root(), False, SubstructureRedirectMask | SubstructureNotifyMask, &event);
    } else {
        XSetInputFocus(x, target, RevertToParent, CurrentTime);
    }
    gdk_x11_display_error_trap_pop_ignored(display);
}

void bring_to_front(wxTopLevelWindow& window) {
    window.Show();
    GtkWidget* widget = window.GetHandle();
    gtk_widget_realize(widget);
    GdkWindow* own = gtk_widget_get_window(widget);
    guint32 now = GDK_CURRENT_TIME;
    if (own != nullptr && GDK_IS_X11_WINDOW(own)) {
        now = gdk_x11_get_server_time(own);
        gdk_x11_window_set_user_time(own, now);
    }
    gtk_window_present_with_time(GTK_WINDOW(widget), now);
}

void show_without_focus(wxTopLevelWindow& window) {
    GtkWindow* widget = GTK_WINDOW(window.GetHandle());
    gtk_window_set_accept_focus(widget, FALSE);
    gtk_window_set_focus_on_map(widget, FALSE);
    window.ShowWithoutActivating();
}

void live_beside_dialogs(wxTopLevelWindow& window) {
    GtkWindowGroup* group = gtk_window_group_new();
    gtk_window_group_add_window(group, GTK_WINDOW(window.GetHandle()));
    g_object_unref(group); // the window holds it
}

} // namespace goufang::desktop

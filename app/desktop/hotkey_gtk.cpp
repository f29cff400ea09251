#include "app/desktop/hotkey.h"

#include <array>
#include <optional>
#include <vector>
#include <wx/accel.h>
#include <wx/event.h>
#include <wx/log.h>

#include <gdk/gdkx.h>
#include <gtk/gtk.h>

namespace goufang::desktop {

namespace {

constexpr unsigned k_modifiers = ControlMask | ShiftMask | Mod1Mask | Mod4Mask; ///< those that must be as asked
/// The same key with Caps Lock, Num Lock or both on.
constexpr std::array<unsigned, 4> k_locks{0, LockMask, Mod2Mask, LockMask | Mod2Mask};

struct Wanted {
    guint symbol = 0;
    unsigned modifiers = 0;
};

std::optional<Wanted> parse(const wxString& text) {
    const wxLogNull quiet; // what is no key is told by the caller
    wxAcceleratorEntry entry;
    if (!entry.FromString(text)) return std::nullopt;
    Wanted wanted;
    if ((entry.GetFlags() & wxACCEL_CTRL) != 0) wanted.modifiers |= ControlMask;
    if ((entry.GetFlags() & wxACCEL_ALT) != 0) wanted.modifiers |= Mod1Mask;
    if (wanted.modifiers == 0) return std::nullopt; // it would take an ordinary key away from every program
    if ((entry.GetFlags() & wxACCEL_SHIFT) != 0) wanted.modifiers |= ShiftMask;
    const int key = entry.GetKeyCode();
    if (key >= WXK_F1 && key <= WXK_F12)
        wanted.symbol = static_cast<guint>(GDK_KEY_F1 + (key - WXK_F1));
    else if ((key >= 'A' && key <= 'Z') || (key >= 'a' && key <= 'z') || (key >= '0' && key <= '9'))
        wanted.symbol = gdk_keyval_to_lower(gdk_unicode_to_keyval(static_cast<guint32>(key)));
    else
        return std::nullopt;
    return wanted;
}

} // namespace

struct Hotkey::Impl : wxEvtHandler {
    Hotkey* owner = nullptr;
    std::vector<int> codes; ///< keys of the keyboard that are grabbed
    unsigned modifiers = 0;

    static GdkFilterReturn filter(GdkXEvent* raw, GdkEvent*, gpointer self) {
        auto& impl = *static_cast<Impl*>(self);
        const auto* event = static_cast<XEvent*>(raw);
        if (event->type != KeyPress || (event->xkey.state & k_modifiers) != impl.modifiers) return GDK_FILTER_CONTINUE;
        for (const int code : impl.codes) {
            if (static_cast<unsigned>(code) != event->xkey.keycode) continue;
            impl.CallAfter([&impl] {
                if (impl.owner->on_press) impl.owner->on_press();
            });
            return GDK_FILTER_REMOVE;
        }
        return GDK_FILTER_CONTINUE;
    }

    void drop() {
        if (codes.empty()) return;
        GdkDisplay* display = gdk_display_get_default();
        GdkWindow* root = gdk_get_default_root_window();
        gdk_x11_display_error_trap_push(display);
        for (const int code : codes)
            for (const unsigned lock : k_locks)
                XUngrabKey(gdk_x11_display_get_xdisplay(display), code, modifiers | lock, gdk_x11_window_get_xid(root));
        gdk_x11_display_error_trap_pop_ignored(display);
        gdk_window_remove_filter(root, filter, this);
        codes.clear();
    }

    bool grab(const Wanted& wanted) {
        GdkDisplay* display = gdk_display_get_default();
        GdkWindow* root = gdk_get_default_root_window();
        GdkKeymapKey* keys = nullptr;
        gint count = 0;
        if (!gdk_keymap_get_entries_for_keyval(gdk_keymap_get_for_display(display), wanted.symbol, &keys, &count))
            return false;
        for (gint i = 0; i < count; ++i)
            if (keys[i].level == 0) codes.push_back(static_cast<int>(keys[i].keycode));
        g_free(keys);
        modifiers = wanted.modifiers;
        gdk_window_add_filter(root, filter, this);
        gdk_x11_display_error_trap_push(display);
        for (const int code : codes)
            for (const unsigned lock : k_locks)
                XGrabKey(gdk_x11_display_get_xdisplay(display), code, modifiers | lock, gdk_x11_window_get_xid(root),
                         False, GrabModeAsync, GrabModeAsync);
        if (gdk_x11_display_error_trap_pop(display) == 0 && !codes.empty()) return true;
        drop();
        return false;
    }
};

Hotkey::Hotkey() : m_impl(std::make_unique<Impl>()) { m_impl->owner = this; }
Hotkey::~Hotkey() { m_impl->drop(); }

bool Hotkey::possible() { return GDK_IS_X11_DISPLAY(gdk_display_get_default()); }

Hotkey::Outcome Hotkey::set(const wxString& key) {
    m_impl->drop();
    if (key.empty()) return Outcome::none;
    const auto wanted = parse(key);
    if (!wanted) return Outcome::not_a_key;
    if (!possible()) return Outcome::impossible;
    return m_impl->grab(*wanted) ? Outcome::set : Outcome::taken;
}

} // namespace goufang::desktop

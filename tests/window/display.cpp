#include "tests/window/display.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gdk/gdk.h>
#include <gdk/gdkx.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wx/defs.h>

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/extensions/XI2.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>

namespace goufang::desktop::test {

namespace {

pid_t server = 0;
Taken counts;

GdkFilterReturn count_taken(GdkXEvent* native, GdkEvent*, gpointer) {
    const auto& event = *static_cast<const XEvent*>(native);
    const int type = event.type == GenericEvent ? event.xcookie.evtype : 0;
    if (event.type == KeyPress || type == XI_KeyPress) ++counts.keys;
    if (event.type == ButtonRelease || type == XI_ButtonRelease) ++counts.clicks;
    return GDK_FILTER_CONTINUE;
}

const char* variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value == nullptr || *value == 0 ? otherwise : value;
}

Display* display() { return gdk_x11_display_get_xdisplay(gdk_display_get_default()); }

KeySym keysym(int key) {
    switch (key) {
    case WXK_RETURN:
        return XK_Return;
    case WXK_TAB:
        return XK_Tab;
    case WXK_ESCAPE:
        return XK_Escape;
    case WXK_BACK:
        return XK_BackSpace;
    case WXK_DELETE:
        return XK_Delete;
    case WXK_INSERT:
        return XK_Insert;
    case WXK_UP:
        return XK_Up;
    case WXK_DOWN:
        return XK_Down;
    case WXK_LEFT:
        return XK_Left;
    case WXK_RIGHT:
        return XK_Right;
    case WXK_HOME:
        return XK_Home;
    case WXK_END:
        return XK_End;
    case WXK_PAGEDOWN:
        return XK_Next;
    case WXK_PAGEUP:
        return XK_Prior;
    default:
        if (key >= WXK_F1 && key <= WXK_F12) return XK_F1 + static_cast<KeySym>(key - WXK_F1);
        return static_cast<KeySym>(key >= 'A' && key <= 'Z' ? key - 'A' + 'a' : key);
    }
}

void arrive() { gdk_display_sync(gdk_display_get_default()); }

} // namespace

void open_display() {
    if (const char* given = std::getenv("GOUFANG_TEST_DISPLAY")) {
        setenv("DISPLAY", given, 1);
        return;
    }
    int back[2];
    if (pipe(back) != 0) throw std::runtime_error("pipe");
    const std::string screen = std::string(variable("GOUFANG_TEST_SCREEN", "1366x768")) + "x24";
    server = fork();
    if (server == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); // no server is left behind when a test crashes
        close(back[0]);
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, 2);
        const std::string to = std::to_string(back[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", to.c_str(), "-screen", "0", screen.c_str(), "-nolisten", "tcp", "-dpi",
               "96", nullptr);
        _exit(127);
    }
    close(back[1]);
    std::string number;
    char c = 0;
    while (read(back[0], &c, 1) == 1 && c != '\n') number += c; // the server dies when nobody reads to the end
    close(back[0]);
    if (number.empty()) {
        waitpid(server, nullptr, 0);
        server = 0;
        std::fputs("SKIP: the window tests need Xvfb (Debian package xvfb), which does not start here\n", stderr);
        std::_Exit(77);
    }
    setenv("DISPLAY", (":" + number).c_str(), 1);
    unsetenv("WAYLAND_DISPLAY");
    setenv("GDK_BACKEND", "x11", 1);
    setenv("NO_AT_BRIDGE", "1", 1);                     // no session bus is started for a test
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1); // whose end would end the test as well
    setenv("GSETTINGS_BACKEND", "memory", 1);
    setenv("GIO_USE_VFS", "local", 1);
    setenv("GTK_IM_MODULE", "gtk-im-context-simple", 1);
}

void count_events() { gdk_window_add_filter(nullptr, count_taken, nullptr); }

const Taken& taken() { return counts; }

void close_display() {
    if (server == 0) return;
    kill(server, SIGTERM);
    waitpid(server, nullptr, 0);
    server = 0;
}

int send_key(int key, int modifiers) {
    KeySym sym = keysym(key);
    const KeyCode code = XKeysymToKeycode(display(), sym);
    if (code == 0) throw std::runtime_error("no key for " + std::to_string(key));
    const bool shifted = key < 128 && key > 32 && XkbKeycodeToKeysym(display(), code, 0, 0) != sym;
    const std::pair<bool, KeySym> held[] = {{(modifiers & wxMOD_CONTROL) != 0, XK_Control_L},
                                            {(modifiers & wxMOD_ALT) != 0, XK_Alt_L},
                                            {(modifiers & wxMOD_SHIFT) != 0 || shifted, XK_Shift_L}};
    int pressed = 1;
    for (const auto& [down, with] : held)
        if (down) XTestFakeKeyEvent(display(), XKeysymToKeycode(display(), with), True, CurrentTime), ++pressed;
    XTestFakeKeyEvent(display(), code, True, CurrentTime);
    XTestFakeKeyEvent(display(), code, False, CurrentTime);
    for (const auto& [down, with] : held)
        if (down) XTestFakeKeyEvent(display(), XKeysymToKeycode(display(), with), False, CurrentTime);
    arrive();
    return pressed;
}

void send_move(wxPoint screen) {
    XTestFakeMotionEvent(display(), -1, screen.x, screen.y, CurrentTime);
    arrive();
}

void send_button(int button, bool down) {
    XTestFakeButtonEvent(display(), static_cast<unsigned>(button), down ? True : False, CurrentTime);
    arrive();
}

void save_screen(const std::string& path) {
    GdkWindow* root = gdk_get_default_root_window();
    GdkPixbuf* picture =
        gdk_pixbuf_get_from_window(root, 0, 0, gdk_window_get_width(root), gdk_window_get_height(root));
    GError* error = nullptr;
    const bool good = picture != nullptr && gdk_pixbuf_save(picture, path.c_str(), "png", &error, nullptr);
    if (picture != nullptr) g_object_unref(picture);
    if (error != nullptr) g_error_free(error);
    if (!good) throw std::runtime_error("no picture: " + path);
}

} // namespace goufang::desktop::test

#include "tests/window/other_program.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>

extern char** environ;

namespace goufang::desktop::test {

namespace {

bool refused = false;
int note_error(Display*, XErrorEvent*) {
    refused = true;
    return 0;
}

bool title_begins(Display* display, Window window, const std::string& title) {
    XTextProperty text{};
    const Atom name = XInternAtom(display, "_NET_WM_NAME", False);
    XWindowAttributes attributes{};
    if (XGetTextProperty(display, window, &text, name) != 0 && text.value != nullptr) {
        const std::string found(reinterpret_cast<const char*>(text.value), text.nitems);
        XFree(text.value);
        if (found.starts_with(title) && XGetWindowAttributes(display, window, &attributes) != 0 &&
            attributes.map_state == IsViewable)
            return true;
    }
    return false;
}

} // namespace

struct OtherProgram::Impl {
    Display* display = nullptr;
    Window window = 0;
};

OtherProgram::OtherProgram() : m_impl(std::make_unique<Impl>()) {
    m_impl->display = XOpenDisplay(nullptr);
    if (m_impl->display == nullptr) throw std::runtime_error("no display");
    Display* d = m_impl->display;
    m_impl->window = XCreateSimpleWindow(d, DefaultRootWindow(d), 20, 20, 300, 200, 0, 0, 0xffffff);
    XSelectInput(d, m_impl->window, StructureNotifyMask);
    XMapWindow(d, m_impl->window);
    for (XEvent event{}; event.type != MapNotify;) XNextEvent(d, &event);
}

OtherProgram::~OtherProgram() { XCloseDisplay(m_impl->display); }

void OtherProgram::take_focus() {
    XSetInputFocus(m_impl->display, m_impl->window, RevertToParent, CurrentTime);
    XSync(m_impl->display, False);
}

bool OtherProgram::has_focus() const {
    Window focus = 0;
    int revert = 0;
    XGetInputFocus(m_impl->display, &focus, &revert);
    return focus == m_impl->window;
}

std::string OtherProgram::ask(const char* target, const std::function<void()>& pump) {
    Display* d = m_impl->display;
    const Atom property = XInternAtom(d, "PASTED", False);
    XConvertSelection(d, XInternAtom(d, "CLIPBOARD", False), XInternAtom(d, target, False), property, m_impl->window,
                      CurrentTime);
    XFlush(d);
    for (XEvent event{};;) {
        while (XPending(d) == 0) pump();
        XNextEvent(d, &event);
        if (event.type != SelectionNotify) continue;
        if (event.xselection.property == None) return {};
        Atom type = 0;
        int format = 0;
        unsigned long count = 0, left = 0;
        unsigned char* data = nullptr;
        XGetWindowProperty(d, m_impl->window, property, 0, 100000, True, AnyPropertyType, &type, &format, &count, &left,
                           &data);
        std::string text(reinterpret_cast<const char*>(data), format == 8 ? count : 0);
        XFree(data);
        return text;
    }
}

std::string OtherProgram::paste(const std::function<void()>& pump) { return ask("UTF8_STRING", pump); }
void OtherProgram::look(const std::function<void()>& pump) { ask("TARGETS", pump); }

void OtherProgram::own_clipboard() {
    Display* d = m_impl->display;
    XSetSelectionOwner(d, XInternAtom(d, "CLIPBOARD", False), m_impl->window, CurrentTime);
    XSync(d, False);
}

bool OtherProgram::grab_key(char key, bool control, bool alt) {
    Display* d = m_impl->display;
    refused = false;
    const auto before = XSetErrorHandler(note_error);
    XGrabKey(d, XKeysymToKeycode(d, static_cast<KeySym>(key)), (control ? ControlMask : 0U) | (alt ? Mod1Mask : 0U),
             DefaultRootWindow(d), False, GrabModeAsync, GrabModeAsync);
    XSync(d, False);
    XSetErrorHandler(before);
    return !refused;
}

bool OtherProgram::sees(const std::string& title) const {
    Display* d = m_impl->display;
    Window root = 0, parent = 0, *children = nullptr;
    unsigned count = 0;
    const auto before = XSetErrorHandler(note_error); // a window may go while it is looked at
    bool found = false;
    if (XQueryTree(d, DefaultRootWindow(d), &root, &parent, &children, &count) != 0) {
        for (unsigned i = 0; i < count && !found; ++i) found = title_begins(d, children[i], title);
        if (children != nullptr) XFree(children);
    }
    XSync(d, False);
    XSetErrorHandler(before);
    return found;
}

void wait_without_program(const std::function<bool()>& until) {
    const auto start = std::chrono::steady_clock::now();
    while (!until()) {
        if (std::chrono::steady_clock::now() - start > std::chrono::seconds(60))
            throw std::runtime_error("waited in vain for another program");
        std::this_thread::yield();
    }
}

Started::Started(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    if (posix_spawn(&m_process, argv[0], nullptr, nullptr, argv.data(), environ) != 0)
        throw std::runtime_error("cannot start " + arguments[0]);
}

Started::~Started() {
    if (ended()) return;
    kill(m_process, SIGKILL);
    waitpid(m_process, nullptr, 0);
}

bool Started::ended() {
    if (m_ended) return true;
    int status = 0;
    if (waitpid(m_process, &status, WNOHANG) != m_process) return false;
    m_ended = true;
    m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return true;
}

} // namespace goufang::desktop::test

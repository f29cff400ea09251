#include "tests/window/program.h"

#include "app/desktop/app.h"
#include "app/desktop/str.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/window/display.h"
#include "tests/window/toolkit.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <gtk/gtk.h>
#include <locale.h>
#include <random>
#include <wx/evtloop.h>
#include <wx/filedlg.h>
#include <wx/init.h>
#include <wx/msgdlg.h>
#include <wx/textctrl.h>
#include <wx/translation.h>

namespace goufang::desktop::test {

namespace {

constexpr int k_tick_ms = 10;
constexpr std::chrono::seconds k_patience{60}; ///< a loaded machine; a test that waits this long has failed

App* app = nullptr;
std::unique_ptr<wxGUIEventLoop> loop;
std::unique_ptr<wxEventLoopActivator> active;

GtkWidget* widget_of(wxWindow* window) { return window == nullptr ? nullptr : window->GetHandle(); }

bool is_active(wxWindow* window) {
    GtkWidget* widget = widget_of(window);
    return widget != nullptr && gtk_widget_get_mapped(widget) && gtk_window_is_active(GTK_WINDOW(widget));
}

std::string name_of(const wxDialog& dialog) {
    if (dynamic_cast<const wxMessageDialog*>(&dialog) != nullptr) return "message";
    return from_wx(dialog.GetName() == wxT("dialog") ? dialog.GetTitle() : dialog.GetName());
}

void collect_labels(GtkWidget* widget, gpointer out) {
    if (GTK_IS_LABEL(widget))
        *static_cast<std::string*>(out) += std::string(gtk_label_get_text(GTK_LABEL(widget))) + "\n";
    else if (GTK_IS_CONTAINER(widget) && !GTK_IS_BUTTON(widget))
        gtk_container_foreach(GTK_CONTAINER(widget), collect_labels, out);
}

/// A button that was activated by a key stays down for a moment before it clicks, and takes no other key meanwhile.
void look_for_pressed(GtkWidget* widget, gpointer found) {
    if (GTK_IS_BUTTON(widget) && !GTK_IS_TOGGLE_BUTTON(widget) &&
        (gtk_widget_get_state_flags(widget) & GTK_STATE_FLAG_ACTIVE) != 0)
        *static_cast<bool*>(found) = true;
    else if (GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), look_for_pressed, found);
}

/// Waits until the window was painted so many times, or is gone. Movements of the mouse are handed over once per
/// painting.
void draw_frames(Program& program, GtkWidget* widget, gint64 frames, const bool& gone = false) {
    GdkFrameClock* clock = gtk_widget_get_frame_clock(widget);
    const gint64 drawn = gdk_frame_clock_get_frame_counter(clock) + frames;
    program.wait("the window is painted", [&] {
        if (gone) return true;
        gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_PAINT);
        return gdk_frame_clock_get_frame_counter(clock) >= drawn;
    });
}

/// The toolkit's file dialog does not take Return while it still reads the folder: a person presses it again.
void take_file(Program& program, GtkWidget* dialog) {
    bool taken = false;
    const gulong handler =
        g_signal_connect(dialog, "response",
                         G_CALLBACK(+[](GtkDialog*, int, gpointer flag) { *static_cast<bool*>(flag) = true; }), &taken);
    while (!taken) {
        program.press(WXK_RETURN);
        if (!taken) draw_frames(program, dialog, 20, taken);
    }
    g_signal_handler_disconnect(dialog, handler);
}

} // namespace

void start_toolkit() {
    if (app != nullptr) return;
    open_display();
    setenv("LC_ALL", "C.UTF-8", 1); // there on every machine; the program's own language is set per start
    setlocale(LC_ALL, "");
    wxFileTranslationsLoader::AddCatalogLookupPathPrefix(wxString::FromUTF8(GOUFANG_LOCALE_DIR));
    app = new App;
    wxApp::SetInstance(app);
    static char name[] = "goufang-desktop";
    static char* arguments[] = {name, nullptr};
    static int count = 1;
    if (!wxEntryStart(count, arguments)) throw std::runtime_error("the toolkit does not start");
    count_events();
    loop = std::make_unique<wxGUIEventLoop>();
    active = std::make_unique<wxEventLoopActivator>(loop.get());
}

void end_toolkit() {
    if (app == nullptr) return;
    active.reset();
    loop.reset();
    wxEntryCleanup();
    app = nullptr;
    close_display();
}

Home::Home()
    : m_path(std::filesystem::temp_directory_path() / ("goufang-window-" + std::to_string(std::random_device{}()))) {
    std::filesystem::create_directories(m_path / "data"); // where the toolkit keeps its list of files
}

Home::~Home() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

Program::Program(const Home& home, const std::string& library, const std::string& language) {
    setenv("HOME", home.at("").c_str(), 1);
    setenv("XDG_CONFIG_HOME", home.at("config").c_str(), 1);
    setenv("XDG_DATA_HOME", home.at("data").c_str(), 1);
    if (library.empty())
        unsetenv("GOUFANG_REGISTRY");
    else
        setenv("GOUFANG_REGISTRY", library.c_str(), 1);
    unsetenv("LC_ALL");
    unsetenv("LC_MESSAGES");
    setenv("LANG", (language + ".UTF-8").c_str(), 1);
    Register();
    m_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { tick(); });
    if (!app->OnInit()) throw std::runtime_error("the program does not start");
    m_frame = app->frame();
    m_timer.StartOnce(k_tick_ms);
}

Program::~Program() {
    if (running()) {
        stop_dialogs();
        m_frame->Close(true);
        for (int i = 0; i < 1000 && running(); ++i) pump();
    }
    m_timer.Stop();
    Unregister();
    app->OnExit();
    CHECK(m_scripts.empty()); // each expected dialog has opened
}

MainFrame& Program::frame() {
    if (!running()) fail("the main window is gone");
    return *m_frame;
}

void Program::close() {
    m_frame->Close();
    wait("the program has ended", [&] { return !running(); });
}

void Program::pump() {
    wxEventLoopBase* now = wxEventLoopBase::GetActive();
    now->YieldFor(wxEVT_CATEGORY_ALL);
    wxTheApp->ProcessPendingEvents();
    now->ProcessIdle();
}

void Program::wait(const char* what, const std::function<bool()>& until) {
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        if (m_failure) std::rethrow_exception(m_failure);
        if (until()) return;
        if (std::chrono::steady_clock::now() - start > k_patience) {
            save_screen(std::string(GOUFANG_SHOTS_DIR) + "/failed.png");
            fail(std::string("waited in vain until ") + what);
        }
        pump();
        if (!until()) g_main_context_iteration(nullptr, TRUE); // the tick wakes it
    }
}

void Program::settle() {
    wait("the list is settled", [&] {
        return running() && m_frame->library() != nullptr && !m_frame->library()->lent() && m_frame->settled();
    });
    pump();
}

void Program::focus_top() {
    if (m_leave_focus) return;
    GtkWidget* widget = widget_of(window());
    if (widget == nullptr || !gtk_widget_get_mapped(widget) || gtk_window_is_active(GTK_WINDOW(widget))) return;
    gdk_window_focus(gtk_widget_get_window(widget), GDK_CURRENT_TIME);
}

void Program::press(int key, int modifiers) {
    wait("the window has the focus", [&] {
        focus_top();
        return is_active(window());
    });
    const int due = taken().keys + send_key(key, modifiers);
    wait("the key is taken", [&] { return taken().keys >= due; });
    pump();
    wait("the button has come up", [&] {
        bool down = false;
        if (GtkWidget* widget = widget_of(window())) look_for_pressed(widget, &down);
        return !down;
    });
}

void Program::type(const std::string& utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        if (static_cast<unsigned char>(utf8[at]) < 0x80) {
            const char c = utf8[at++];
            press(c, c >= 'A' && c <= 'Z' ? wxMOD_SHIFT : wxMOD_NONE);
            continue;
        }
        std::size_t end = at;
        while (end < utf8.size() && static_cast<unsigned char>(utf8[end]) >= 0x80) ++end;
        auto* field = dynamic_cast<wxTextEntry*>(wxWindow::FindFocus());
        if (field == nullptr) fail("nowhere to type " + utf8);
        field->WriteText(to_wx(utf8.substr(at, end - at)));
        pump();
        at = end;
    }
}

void Program::click(wxWindow& target) {
    const wxSize size = target.GetClientSize();
    click(target, wxPoint(size.x / 2, size.y / 2));
}

void Program::click(wxWindow& target, wxPoint at, int times, int button) {
    wait("the window has the focus", [&] {
        focus_top();
        return is_active(window());
    });
    wxPoint place;
    wait("the control stands still", [&] { // what was done before may still be moving it
        place = target.ClientToScreen(at);
        draw_frames(*this, widget_of(window()), 2);
        return target.IsThisEnabled() && target.ClientToScreen(at) == place;
    });
    send_move(place);
    draw_frames(*this, widget_of(window()), 1); // moves are handed over frame by frame
    const int due = taken().clicks + times;
    for (int i = 0; i < times; ++i) {
        send_button(button, true);
        send_button(button, false);
    }
    wait("the click is taken", [&] { return taken().clicks >= due; });
    pump();
}

void Program::drag(wxWindow& from, wxPoint a, wxWindow& to, wxPoint b, const std::function<void()>& before_drop) {
    wait("the window has the focus", [&] {
        focus_top();
        return is_active(window());
    });
    const wxPoint start = from.ClientToScreen(a), end = to.ClientToScreen(b);
    send_move(start);
    pump();
    send_button(1, true);
    pump();
    constexpr int steps = 10;
    for (int i = 1; i <= steps; ++i) {
        send_move(start + wxPoint((end.x - start.x) * i / steps, (end.y - start.y) * i / steps));
        draw_frames(*this, widget_of(window()), 2);
    }
    send_move(end + wxPoint(1, 1));
    draw_frames(*this, widget_of(window()), 2);
    if (before_drop) before_drop();
    send_button(1, false);
    pump();
}

bool Program::running() const { return m_frame.get() != nullptr; }

wxWindow* Program::window() {
    if (!m_open.empty()) return m_open.back().dialog;
    wxWindow* top = nullptr;
    for (wxWindow* w : wxTopLevelWindows)
        if (w->IsShown()) top = w;
    return top;
}

wxWindow* Program::find(const std::string& name) { return wxWindow::FindWindowByName(to_wx(name), window()); }

void Program::shot(const std::string& name) {
    draw_frames(*this, widget_of(window()), 3); // layout, what layout asks for, and the painting of both
    std::filesystem::create_directories(GOUFANG_SHOTS_DIR);
    save_screen(std::string(GOUFANG_SHOTS_DIR) + "/" + name + ".png");
}

void Program::expect(const std::string& name, std::function<void()> script) {
    m_scripts.push_back({name, {}, std::move(script)});
}

void Program::expect_file(const std::string& path) { m_scripts.push_back({"file", path, {}}); }

wxString Program::message() {
    std::string text;
    if (GtkWidget* widget = widget_of(window())) collect_labels(widget, &text);
    return to_wx(text);
}

int Program::Enter(wxDialog* dialog) {
    // The toolkit calls twice for its file dialogs.
    if (std::any_of(m_open.begin(), m_open.end(), [&](const Open& o) { return o.dialog == dialog; })) return wxID_NONE;
    const std::string name = name_of(*dialog);
    auto* file = dynamic_cast<wxFileDialog*>(dialog);
    if (name == "job_dialog") {
        m_open.push_back({dialog, {}, {}});
        return wxID_NONE;
    }
    const bool right = !m_scripts.empty() && m_scripts.front().name == (file != nullptr ? "file" : name);
    if (!right || m_failure) {
        if (!m_failure)
            m_failure = std::make_exception_ptr(std::runtime_error(
                "unexpected dialog \"" + name + "\"" +
                (m_scripts.empty() ? std::string() : ", expected \"" + m_scripts.front().name + "\"") + " " +
                (name == "message" ? from_wx(static_cast<wxMessageDialog*>(dialog)->GetMessage() + wxT(" / ") +
                                             static_cast<wxMessageDialog*>(dialog)->GetExtendedMessage())
                                   : "")));
        m_open.push_back({dialog, {}, {}}); // ended by the next tick
        return wxID_NONE;
    }
    Script script = std::move(m_scripts.front());
    m_scripts.pop_front();
    if (file != nullptr && !script.file.empty())
        script.run = [this, path = script.file, saves = file->HasFlag(wxFD_SAVE)] {
            if (saves) press('A', wxMOD_CONTROL); // over the proposed name; otherwise '/' opens the field
            type(path);
            take_file(*this, widget_of(window()));
        };
    m_open.push_back({dialog, std::move(script.run), {}});
    return wxID_NONE;
}

void Program::Exit(wxDialog* dialog) {
    std::erase_if(m_open, [&](const Open& o) { return o.dialog == dialog; });
}

void Program::tick() {
    m_timer.StartOnce(k_tick_ms); // anew, so that it ticks in the loop of a dialog that a script opens
    if (wxGetMouseState().LeftIsDown()) return;
    focus_top();
    if (m_open.empty()) return;
    if (m_failure) return stop_dialogs();
    Open& top = m_open.back();
    const auto now = std::chrono::steady_clock::now();
    if (top.script && is_active(top.dialog)) {
        const auto script = std::exchange(top.script, {});
        const wxDialog* dialog = top.dialog;
        try {
            pump();
            script();
        } catch (...) {
            if (!m_failure) m_failure = std::current_exception();
        }
        for (Open& o : m_open)
            if (o.dialog == dialog) o.until = std::chrono::steady_clock::now() + k_patience;
        return;
    }
    if (!top.script && top.until != std::chrono::steady_clock::time_point{} && now > top.until) {
        m_failure = std::make_exception_ptr(std::runtime_error("the dialog stays open: " + name_of(*top.dialog)));
        save_screen(std::string(GOUFANG_SHOTS_DIR) + "/failed.png");
    }
}

void Program::stop_dialogs() {
    for (auto open = m_open.rbegin(); open != m_open.rend(); ++open) {
        if (name_of(*open->dialog) == "job_dialog") continue;
        if (open->dialog->IsModal())
            open->dialog->EndModal(wxID_CANCEL);
        else if (GtkWidget* widget = widget_of(open->dialog); widget != nullptr && GTK_IS_DIALOG(widget))
            gtk_dialog_response(GTK_DIALOG(widget), GTK_RESPONSE_CANCEL);
    }
}

void Program::fail(const std::string& what) {
    if (!m_failure) m_failure = std::make_exception_ptr(std::runtime_error(what));
    std::rethrow_exception(m_failure);
}

} // namespace goufang::desktop::test

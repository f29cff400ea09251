// One measurement of the window in a process of its own.
#include "app/desktop/app.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/settings.h"
#include "app/desktop/str.h"
#include "tests/bench/bench.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <wx/dataview.h>
#include <wx/evtloop.h>
#include <wx/init.h>
#include <wx/srchctrl.h>

#include <gtk/gtk.h>

namespace goufang::bench {

namespace {

using namespace goufang::desktop;

/// Counts how often a window was painted, while `counts` holds if there is one.
class Painted {
  public:
    explicit Painted(wxWindow& window, std::function<bool()> counts = {})
        : m_widget(window.GetHandle()), m_counts(std::move(counts)) {
        g_signal_connect_after(m_widget, "draw", G_CALLBACK(+[](GtkWidget*, void*, gpointer data) -> gboolean {
                                   auto* self = static_cast<Painted*>(data);
                                   if (!self->m_counts || self->m_counts()) ++self->times;
                                   return FALSE;
                               }),
                               this);
    }
    ~Painted() { g_signal_handlers_disconnect_by_data(m_widget, this); }
    Painted(const Painted&) = delete;
    Painted& operator=(const Painted&) = delete;
    std::size_t times = 0;

  private:
    GtkWidget* m_widget;
    std::function<bool()> m_counts;
};

void pump() {
    wxEventLoopBase* loop = wxEventLoopBase::GetActive();
    loop->YieldFor(wxEVT_CATEGORY_ALL);
    wxTheApp->ProcessPendingEvents();
    loop->ProcessIdle();
}

/// Sleeps until there is something to do, as the program does when it runs.
template <class Until> void wait(const Until& until) {
    while (!until()) {
        pump();
        if (!until()) g_main_context_iteration(nullptr, TRUE);
    }
}

/// Resident bytes that are not pages of mapped files.
double own_bytes() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.compare(0, 8, "RssAnon:") == 0) return std::strtod(line.c_str() + 8, nullptr) * 1024;
    return 0;
}

void say(const char* key, double value) { std::printf("%s %.9f\n", key, value); }

/// Processor time of the window's thread: what it has worked itself, however busy the machine is.
double own_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

double since_start() { return now() - std::strtod(std::getenv("GOUFANG_BENCH_START"), nullptr); }

struct RowNumbers : wxDataViewVirtualListModel {
    explicit RowNumbers(unsigned rows) : wxDataViewVirtualListModel(rows) {}
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        value = wxString::Format(wxT("%u/%u"), row, column);
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
};

wxFrame* new_frame() { return new wxFrame(nullptr, wxID_ANY, wxT("bench"), wxDefaultPosition, wxSize(1366, 768)); }

void measure_empty() {
    wxFrame* frame = new_frame();
    Painted painted(*frame);
    frame->Show();
    wait([&] { return painted.times != 0; });
    say("drawn", since_start());
    say("cpu", own_seconds());
    say("resident", own_bytes());
}

void measure_dataview(unsigned rows) {
    wxFrame* frame = new_frame();
    auto* view = new wxDataViewCtrl(frame, wxID_ANY);
    wxObjectDataPtr<RowNumbers> model(new RowNumbers(rows));
    for (unsigned i = 0; i < 8; ++i)
        view->AppendTextColumn(wxString::Format(wxT("%u"), i), i, wxDATAVIEW_CELL_INERT, 150);
    view->AssociateModel(model.get());
    Painted painted(*view);
    frame->Show();
    wait([&] { return painted.times != 0; });
    say("drawn", since_start());
    say("cpu", own_seconds());
    const double start = now();
    model->Reset(rows);
    say("reset", now() - start);
}

/// The window over a registry; told is the start to the first rows painted, and what it holds once all can be found.
MainFrame* open_window(Settings& settings, const std::string& path) {
    App::use_language(words::Language::zh_CN);
    auto* frame = new MainFrame(words::Language::zh_CN, settings);
    frame->Show();
    if (!frame->open_path(path)) std::exit(1);
    Painted painted(frame->list().canvas());
    wait([&] { return frame->list().row_count() != 0 && painted.times != 0; });
    say("drawn", since_start());
    say("cpu", own_seconds());
    wait([&] { return frame->settled() && frame->library()->ready(); });
    return frame;
}

void measure_keys(MainFrame& frame) {
    BuyerList& list = frame.list();
    Painted rows(list.canvas()), form(frame.form()), answers(list.canvas(), [&] { return frame.answered(); });
    RowIds all;
    for (std::size_t i = 0; i < list.row_count(); ++i) all.push_back(static_cast<model::BuyerId>(i + 1));
    for (int i = 0; i < 5; ++i) {
        RowIds other = all;
        const double start = now();
        list.set_rows(std::move(other));
        say("switch", now() - start);
        list.set_rows({});
    }
    for (const char* word : {"hzyskj", "zgyh", "shmaoyi", "科技有限", "9999", "cqyh", "gs", "建材"}) {
        const wxString text = to_wx(word);
        for (std::size_t n = 1; n <= text.length(); ++n) {
            const double start = now(), worked = own_seconds();
            const std::size_t before = answers.times;
            frame.search_box().SetValue(text.Left(n));
            wait([&] { return answers.times != before; });
            say("letter", now() - start);
            say("letter_cpu", own_seconds() - worked);
        }
        frame.search_box().SetValue(wxEmptyString);
        wait([&] { return frame.settled(); });
    }
    list.focus_row(0);
    pump();
    for (int i = 0; i < 200; ++i) {
        wxKeyEvent down(wxEVT_KEY_DOWN);
        down.m_keyCode = WXK_DOWN;
        const std::size_t rows_before = rows.times, form_before = form.times;
        const double start = now(), worked = own_seconds();
        list.canvas().ProcessWindowEvent(down);
        wait([&] { return rows.times != rows_before && form.times != form_before; });
        say("arrow", now() - start);
        say("arrow_cpu", own_seconds() - worked);
    }
}

} // namespace

int desktop_child(int argc, char** argv) {
    const std::string mode = argv[2], argument = argc > 3 ? argv[3] : "";
    const bool ours = mode != "empty" && mode != "dataview";
    wxApp::SetInstance(ours ? new App : new wxApp);
    static char name[] = "goufang-bench";
    static char* arguments[] = {name, nullptr};
    static int count = 1;
    if (!wxEntryStart(count, arguments)) return 1;
    wxGUIEventLoop loop;
    const wxEventLoopActivator active(&loop);
    if (mode == "empty") {
        measure_empty();
    } else if (mode == "dataview") {
        measure_dataview(static_cast<unsigned>(std::strtoul(argument.c_str(), nullptr, 10)));
    } else {
        static Settings settings;
        MainFrame* frame = open_window(settings, argument);
        frame->library()->settle();
        pump();
        say("resident", own_bytes());
        if (mode == "keys") measure_keys(*frame);
    }
    std::fflush(stdout);
    std::_Exit(0); // what it holds is not wanted any more; ending the toolkit is no part of what is measured
}

} // namespace goufang::bench

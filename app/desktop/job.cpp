#include "app/desktop/job.h"
#include "app/desktop/ask.h"

#include "app/desktop/controls.h"
#include "app/desktop/tr.h"

#include <chrono>
#include <exception>
#include <optional>
#include <thread>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/gauge.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/timer.h>

namespace goufang::desktop {

namespace {

constexpr int k_tick_ms = 50;
constexpr int k_gauge = 1000;

class JobDialog : public wxDialog {
  public:
    JobDialog(wxWindow* parent, const wxString& title, JobState& state)
        : wxDialog(parent, wxID_ANY, title, wxDefaultPosition, wxDefaultSize, wxCAPTION), m_state(state) {
        SetName(wxT("job_dialog"));
        m_gauge = new wxGauge(this, wxID_ANY, k_gauge, wxDefaultPosition, FromDIP(wxSize(420, 18)));
        m_text = new wxStaticText(this, wxID_ANY, tr("正在进行……"), wxDefaultPosition, FromDIP(wxSize(420, -1)),
                                  wxST_NO_AUTORESIZE);
        m_cancel = cancel_button(*this, "job_cancel");
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(m_text, 0, wxEXPAND | wxALL, FromDIP(12));
        box->Add(m_gauge, 0, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(12));
        box->Add(m_cancel, 0, wxALIGN_RIGHT | wxALL, FromDIP(12));
        SetSizerAndFit(box);
        CentreOnParent();
        m_cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { cancel(); });
        Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { cancel(); }); // closed when the work has ended, not before
        m_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { tick(); });
        m_timer.Start(k_tick_ms);
    }
    std::atomic<bool> finished{false};

  private:
    void cancel() {
        m_state.cancel = true;
        m_cancel->Disable();
        m_text->SetLabelText(tr("正在取消，不会留下任何改动……"));
    }
    void tick() {
        if (finished) return EndModal(wxID_OK);
        const std::int64_t done = m_state.done, all = m_state.all, rows = m_state.rows;
        if (all <= 0 || m_state.cancel) return m_gauge->Pulse();
        m_gauge->SetValue(static_cast<int>(done * k_gauge / all));
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        const double left = done > 0 ? seconds * static_cast<double>(all - done) / static_cast<double>(done) : 0;
        m_text->SetLabelText(wxString::Format(tr("%lld 行，每秒 %.0f 行，还要约 %.0f 秒"), static_cast<long long>(rows),
                                              seconds > 0 ? static_cast<double>(rows) / seconds : 0.0, left));
    }

    JobState& m_state;
    wxGauge* m_gauge;
    wxStaticText* m_text;
    wxButton* m_cancel;
    wxTimer m_timer;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace

bool run_job(wxWindow& parent, const wxString& title, words::Language language,
             const std::function<void(JobState&)>& work) {
    JobState state;
    JobDialog dialog(&parent, title, state);
    std::optional<Error> error;
    std::exception_ptr unexpected;
    std::thread worker([&] {
        try {
            work(state);
        } catch (const Error& e) {
            error = e;
        } catch (...) {
            unexpected = std::current_exception();
        }
        dialog.finished = true;
    });
    dialog.ShowModal();
    worker.join();
    if (unexpected) std::rethrow_exception(unexpected);
    if (!error) return true;
    if (error->code() != Code::cancelled) {
        tell_error(parent, language, *error);
    }
    return false;
}

} // namespace goufang::desktop

#pragma once
// Long work away from the window's thread: a progress dialog with count, rate and cancel; the window stays alive.
#include "app/words/words.h"

#include <atomic>
#include <functional>
#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

struct JobState {
    std::atomic<bool> cancel{false};
    std::atomic<std::int64_t> done{0}, all{0}, rows{0};
};

/// Runs `work` in a thread and shows `title` with progress until it ends. Errors are shown as sentences. True when it
/// ended well; false after an error or a cancel, and then `work` has left nothing behind.
bool run_job(wxWindow& parent, const wxString& title, words::Language language,
             const std::function<void(JobState&)>& work);

} // namespace goufang::desktop

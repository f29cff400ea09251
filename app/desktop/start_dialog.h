#pragma once
// First start: a new library, the sample library, or one filled from a client's file.
#include "app/words/words.h"

#include <optional>
#include <string>

class wxWindow;

namespace goufang::desktop {

struct StartChoice {
    enum class What { nothing, opened } what = What::nothing;
    std::string path;        ///< of the library that was made or chosen
    std::string import_file; ///< to be imported into it
};
/// Shown when there is no library to open. `folder`: where new ones are proposed.
StartChoice show_start(wxWindow* parent, const std::string& folder, words::Language language);

/// Makes the library of the sample buyers; throws Error.
void make_sample(const std::string& path);

} // namespace goufang::desktop

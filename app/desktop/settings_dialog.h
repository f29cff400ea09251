#pragma once
#include "app/words/words.h"

class wxWindow;

namespace goufang::desktop {

class Settings;

/// True when something was changed and written.
bool edit_settings(wxWindow& parent, Settings& settings, words::Language language);

} // namespace goufang::desktop

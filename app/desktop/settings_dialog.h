#pragma once
#include "app/words/words.h"

class wxWindow;

namespace goufang::desktop {

class Library;
class Settings;

/// The program's settings, and those kept in the open library if there is one. True when something was changed and
/// written.
bool edit_settings(wxWindow& parent, Settings& settings, Library* library, words::Language language);

} // namespace goufang::desktop

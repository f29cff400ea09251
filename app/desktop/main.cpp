#include "app/desktop/app.h"

wxIMPLEMENT_APP(goufang::desktop::App);

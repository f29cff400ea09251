#pragma once
// What people call the file formats.
#include "invoice/format.h"

#include <wx/string.h>

namespace goufang::desktop {

/// e.g. 航天文本 (客户编码); 未经客户端验证 is added where it holds.
wxString format_name(const invoice::Format& format);

} // namespace goufang::desktop

#include "invoice/sheet_names.h"

#include "core/text/fold.h"
#include "core/text/utf8.h"

namespace goufang::invoice {
namespace {

constexpr std::u32string_view k_refused = U"[]:*?/\\［］：＊？／＼";

/// What of the name may stand, cut to `units`.
std::string accepted(std::string_view wanted, std::size_t units) {
    std::string out;
    std::size_t used = 0;
    for (std::size_t at = 0; at < wanted.size();) {
        const char32_t c = text::next_code_point(wanted, at);
        used += c > 0xFFFF ? 2 : 1;
        if (used > units) break;
        const bool refused = c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF || k_refused.find(c) != k_refused.npos;
        text::append_utf8(out, refused ? U' ' : c);
    }
    const std::size_t from = out.find_first_not_of(" '");
    if (from == std::string::npos) return {};
    return out.substr(from, out.find_last_not_of(" '") + 1 - from);
}

} // namespace

std::string SheetNames::add(std::string_view wanted) {
    if (m_taken.empty()) m_taken.emplace(text::search_fold("History"), 1);
    std::string name = accepted(wanted, k_sheet_name_units);
    if (name.empty()) name = "Sheet1";
    const auto [known, fresh] = m_taken.try_emplace(text::search_fold(name), 1);
    if (fresh) return name;
    for (;;) {
        const std::string number = " (" + std::to_string(++known->second) + ')';
        std::string numbered = accepted(name, k_sheet_name_units - number.size()) + number;
        if (m_taken.try_emplace(text::search_fold(numbered), 1).second) return numbered;
    }
}

} // namespace goufang::invoice

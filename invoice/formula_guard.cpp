#include "invoice/formula_guard.h"

namespace goufang::invoice {

bool needs_guard(std::string_view cell) {
    while (cell.starts_with('\'')) cell.remove_prefix(1);
    if (cell.size() < 2) return false; // a lone dash is none
    switch (cell.front()) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return true;
    case '\xEF': // ＝ ＋ － ＠
        return cell.starts_with("＝") || cell.starts_with("＋") || cell.starts_with("－") || cell.starts_with("＠");
    default:
        return false;
    }
}

std::string_view without_guard(std::string_view cell) {
    if (cell.starts_with('\'') && needs_guard(cell)) cell.remove_prefix(1);
    return cell;
}

} // namespace goufang::invoice

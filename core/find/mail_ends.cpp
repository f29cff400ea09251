#include "core/find/mail_ends.h"

#include <algorithm>
#include <unordered_map>

namespace goufang::find {

namespace {

/// Bytes of the row's end that may be shared; 0 = none. Something stands before it: the beginning of a row counts.
std::size_t end_of(std::string_view row) {
    const std::size_t at = row.rfind('@');
    if (at == row.npos || at == 0) return 0;
    const auto is_mark = [](char c) { return static_cast<unsigned char>(c) < 0x10; };
    return std::any_of(row.begin() + static_cast<std::ptrdiff_t>(at), row.end(), is_mark) ? 0 : row.size() - at;
}

} // namespace

void MailEnds::build(Column& mail) {
    std::unordered_map<std::string_view, std::size_t> counts;
    ColumnCursor cursor(mail);
    for (std::size_t r = 0; r < mail.rows(); ++r) {
        const std::string_view row = cursor.row(r);
        if (const std::size_t n = end_of(row); n != 0) ++counts[row.substr(row.size() - n)];
    }
    std::vector<std::pair<std::size_t, std::string_view>> worth; // bytes that it saves
    for (const auto& [text, count] : counts)
        if (count >= std::max<std::size_t>(mail.rows() / k_one_in, 2)) worth.emplace_back(count * text.size(), text);
    std::sort(worth.rbegin(), worth.rend());
    if (worth.size() > k_most) worth.resize(k_most);
    if (worth.empty()) return;
    m_ends.reserve(worth.size());
    for (const auto& [bytes, text] : worth) m_ends.push_back({std::string(text), Bits(mail.rows())});

    Column rest;
    ColumnCursor again(mail);
    for (std::size_t r = 0; r < mail.rows(); ++r) {
        std::string_view row = again.row(r);
        const std::string_view text = row.substr(row.size() - end_of(row));
        const auto end = std::find_if(m_ends.begin(), m_ends.end(), [&](const End& e) { return e.text == text; });
        if (end != m_ends.end()) {
            end->rows.set(r);
            row.remove_suffix(text.size());
        }
        rest.push(row);
    }
    rest.shrink();
    mail = std::move(rest);
}

std::string_view MailEnds::of_row(std::size_t r) const {
    for (const End& end : m_ends)
        if (end.rows.test(r)) return end.text;
    return {};
}

std::size_t MailEnds::memory_bytes() const {
    std::size_t n = 0;
    for (const End& end : m_ends) n += sizeof(End) + end.text.capacity() + end.rows.memory_bytes();
    return n;
}

} // namespace goufang::find

#include "invoice/ole.h"

#include "core/text/errors.h"

#include <algorithm>

namespace goufang::invoice {
namespace {

constexpr std::string_view k_magic("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
constexpr std::uint32_t k_last_sector = 0xFFFFFFFA; ///< greater values are marks: end of chain, free ...

[[noreturn]] void broken(std::string_view what) {
    throw Error(Code::container_broken, {"OLE", "xls.broken", std::string(what)});
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view entry, std::string_view name) {
    return std::equal(entry.begin(), entry.end(), name.begin(), name.end(),
                      [](char a, char b) { return a == lower(b); });
}

} // namespace

std::uint32_t little(std::string_view bytes, std::size_t at, unsigned size) {
    std::uint32_t v = 0;
    for (unsigned i = 0; i < size; ++i)
        v |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return v;
}

bool is_ole(std::string_view bytes) { return bytes.starts_with(k_magic); }

std::string_view OleFile::sector(std::uint32_t n) const {
    const std::uint64_t from = (std::uint64_t{n} + 1) << m_shift, size = std::uint64_t{1} << m_shift;
    if (n >= k_last_sector || from >= m_bytes.size()) broken("sector");
    return m_bytes.substr(from, size); // the last one may be short
}

std::string OleFile::chain(std::uint32_t start, std::uint64_t size) const {
    std::string out;
    const std::size_t most = m_fat.size();
    for (std::size_t steps = 0; start < k_last_sector && out.size() < size; ++steps) {
        if (steps > most || start >= most) broken("chain");
        out += sector(start);
        start = m_fat[start];
    }
    if (out.size() < size && size != ~std::uint64_t{0}) broken("short");
    if (out.size() > size) out.resize(size);
    return out;
}

OleFile::OleFile(std::string_view bytes) : m_bytes(bytes) {
    if (!is_ole(bytes) || bytes.size() < 512) broken("header");
    m_shift = little(bytes, 30, 2);
    if (m_shift != 9 && m_shift != 12) broken("sector size");
    m_cutoff = little(bytes, 56, 4);
    // The table of sectors: its own sectors are listed in the header and in a chain of further lists.
    const std::size_t numbers = (std::size_t{1} << m_shift) / 4, most = (bytes.size() >> m_shift) + 1;
    const auto take = [this, numbers](std::vector<std::uint32_t>& table, std::string_view s) {
        for (std::size_t i = 0; i < numbers && i * 4 + 4 <= s.size(); ++i) table.push_back(little(s, i * 4, 4));
    };
    for (std::size_t i = 0; i < 109; ++i)
        if (const std::uint32_t n = little(bytes, 76 + i * 4, 4); n < k_last_sector) take(m_fat, sector(n));
    std::uint32_t more = little(bytes, 68, 4);
    for (std::size_t steps = 0; more < k_last_sector; ++steps) {
        if (steps > most) broken("list");
        const std::string_view list = sector(more);
        for (std::size_t i = 0; i + 1 < numbers && i * 4 + 8 <= list.size(); ++i)
            if (const std::uint32_t n = little(list, i * 4, 4); n < k_last_sector && m_fat.size() <= most * 2)
                take(m_fat, sector(n));
        if (list.size() < numbers * 4) broken("list");
        more = little(list, (numbers - 1) * 4, 4);
    }
    const std::string directory = chain(little(bytes, 48, 4), ~std::uint64_t{0});
    for (std::size_t at = 0; at + 128 <= directory.size(); at += 128) {
        Entry e{{}, static_cast<std::uint8_t>(directory[at + 66]), little(directory, at + 116, 4), 0};
        e.size = little(directory, at + 120, 4);
        const std::size_t length = std::min<std::size_t>(little(directory, at + 64, 2), 64);
        for (std::size_t i = 0; i + 2 < length; i += 2)
            e.name += directory[at + i + 1] == 0 ? lower(directory[at + i]) : '?';
        if (e.type != 0) m_entries.push_back(std::move(e));
    }
    if (m_entries.empty()) broken("directory");
    const std::string small = chain(little(bytes, 60, 4), ~std::uint64_t{0});
    for (std::size_t at = 0; at + 4 <= small.size(); at += 4) m_mini_fat.push_back(little(small, at, 4));
    const Entry& root = m_entries[0];
    if (root.type == 5 && root.size > 0) m_mini = chain(root.start, root.size);
}

bool OleFile::has(std::string_view name) const {
    return std::any_of(m_entries.begin(), m_entries.end(), [name](const Entry& e) { return same(e.name, name); });
}

std::string OleFile::read(std::string_view name) const {
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [name](const Entry& e) { return e.type == 2 && same(e.name, name); });
    if (at == m_entries.end()) broken(name);
    if (at->size >= m_cutoff) return chain(at->start, at->size);
    std::string out;
    std::uint32_t n = at->start;
    for (std::size_t steps = 0; n < k_last_sector && out.size() < at->size; ++steps) {
        if (steps > m_mini_fat.size() || n >= m_mini_fat.size() || std::size_t{n} * 64 >= m_mini.size())
            broken("chain");
        out += std::string_view(m_mini).substr(std::size_t{n} * 64, 64);
        n = m_mini_fat[n];
    }
    if (out.size() < at->size) broken("short");
    out.resize(at->size);
    return out;
}

} // namespace goufang::invoice

#pragma once
// A workbook of Excel 97 (.xls) in its real bytes: one sheet of texts, as the smallest of its writers make it.

#include "core/text/charset.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::test {

inline std::string little(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
    return out;
}

inline std::string utf16(std::string_view utf8) {
    std::string out;
    text::encode(utf8, text::Encoding::utf16le, out);
    return out;
}

/// One record of BIFF8.
inline std::string biff_record(unsigned type, std::string_view data) {
    return little(type, 2) + little(data.size(), 2) + std::string(data);
}

/// Rows counted from 1, as a person sees them.
inline std::string biff_stream(const std::map<int, std::vector<std::string>>& rows) {
    constexpr unsigned bof = 0x809, eof = 0x0A, bound_sheet = 0x85, label = 0x204;
    const auto begin = [&](unsigned kind) {
        return biff_record(bof, little(0x0600, 2) + little(kind, 2) + std::string(12, '\0'));
    };
    const std::string name = utf16("发票");
    const std::string tail = little(0, 2) + little(name.size() / 2, 1) + little(1, 1) + name;
    const std::string globals = begin(5);
    const std::size_t sheet = globals.size() + 4 + 4 + tail.size() + 4; // behind the last record of the globals
    std::string out = globals + biff_record(bound_sheet, little(sheet, 4) + tail) + biff_record(eof, "") + begin(0x10);
    for (const auto& [row, cells] : rows)
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const std::string words = utf16(cells[column]);
            if (words.empty()) continue;
            out += biff_record(label, little(static_cast<unsigned>(row - 1), 2) + little(column, 2) + little(0, 2) +
                                          little(words.size() / 2, 2) + little(1, 1) + words);
        }
    return out + biff_record(eof, "");
}

/// The compound file around it: a header, one sector of the allocation table, one of the directory, the stream.
inline std::string xls_book(const std::map<int, std::vector<std::string>>& rows) {
    constexpr std::size_t sector = 512, smallest = 4096; // smaller streams stand elsewhere
    constexpr std::uint32_t none = 0xFFFFFFFF, end = 0xFFFFFFFE, table = 0xFFFFFFFD;
    std::string stream = biff_stream(rows);
    stream.resize(std::max(smallest, (stream.size() + sector - 1) / sector * sector));
    const std::size_t sectors = stream.size() / sector;

    std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + little(0x3E, 2) + little(3, 2) +
                         little(0xFFFE, 2) + little(9, 2) + little(6, 2) + std::string(10, '\0') + little(1, 4) +
                         little(1, 4) + little(0, 4) + little(smallest, 4) + little(end, 4) + little(0, 4) +
                         little(end, 4) + little(0, 4) + little(0, 4);
    while (header.size() < sector) header += little(none, 4);

    std::string fat = little(table, 4) + little(end, 4); // sectors 0 and 1: itself and the directory
    for (std::size_t i = 0; i < sectors; ++i) fat += little(i + 1 == sectors ? end : i + 3, 4);
    while (fat.size() < sector) fat += little(none, 4);

    const auto entry = [&](std::string_view name, unsigned kind, std::uint32_t child, std::uint32_t start,
                           std::size_t size) {
        std::string words = utf16(name);
        const std::size_t length = words.empty() ? 0 : words.size() + 2;
        words.resize(64);
        return words + little(length, 2) + little(kind, 1) + little(1, 1) + little(none, 4) + little(none, 4) +
               little(child, 4) + std::string(36, '\0') + little(start, 4) + little(size, 8);
    };
    const std::string directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, none, 2, stream.size()) +
                                  entry("", 0, none, 0, 0) + entry("", 0, none, 0, 0);
    return header + fat + directory + stream;
}

} // namespace goufang::test

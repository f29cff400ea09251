#pragma once
// OLE compound files ([MS-CFB]), the container of .xls and of workbooks with a password: named streams in sectors.
// Nothing that the file says is followed without a look at its bounds. Errors: Error container_broken {"OLE",
// xls.broken, what}.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

bool is_ole(std::string_view bytes);

class OleFile {
  public:
    explicit OleFile(std::string_view bytes); ///< must outlive it
    bool has(std::string_view name) const;    ///< ASCII, without regard to case; any storage
    std::string read(std::string_view name) const;

  private:
    struct Entry {
        std::string name; ///< ASCII part of it, lower case
        std::uint8_t type;
        std::uint32_t start;
        std::uint64_t size;
    };
    std::string_view sector(std::uint32_t n) const;
    std::string chain(std::uint32_t start, std::uint64_t size) const;

    std::string_view m_bytes;
    unsigned m_shift = 9;
    std::uint32_t m_cutoff = 4096;
    std::vector<std::uint32_t> m_fat, m_mini_fat;
    std::string m_mini; ///< the stream that holds the small ones
    std::vector<Entry> m_entries;
};

/// Little-endian numbers; the caller has looked at the bounds.
std::uint32_t little(std::string_view bytes, std::size_t at, unsigned size);

} // namespace goufang::invoice

#pragma once
// ZIP archives: reading any part as a stream, replacing parts while all others stay as they are, and writing a new
// archive piece by piece. Names and comments of entries are UTF-8 as far as the archive says so.
//
// What an archive claims about itself is not believed: limits hold for the bytes that really come out. Errors: Error
// container_broken {part, zip.damaged | zip.encrypted | zip.missing | zip.bomb | zip.too_many, detail}.

#include "core/file/file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::file {

/// Guards against archives that unpack to far more than an honest one does.
struct ZipLimits {
    std::size_t entries = 20'000;
    std::uint64_t entry_bytes = std::uint64_t{16} << 30; ///< of one entry, unpacked
    std::uint64_t ratio = 200;                           ///< unpacked / packed of one entry ...
    std::uint64_t free_bytes = std::uint64_t{32} << 20;  ///< ... once it has given so much
};

struct ZipEntry {
    std::string name;
    std::uint64_t size = 0;   ///< unpacked, as the archive claims
    std::uint64_t packed = 0; ///< the same, packed
};

/// One entry as a stream. Checks the entry's CRC at its end.
class ZipStream {
  public:
    ~ZipStream();
    ZipStream(ZipStream&&) noexcept;
    /// Fills up to `size` bytes; 0 = the end.
    std::size_t read(char* out, std::size_t size);
    std::uint64_t done() const; ///< bytes given so far

  private:
    friend class Zip;
    struct Impl;
    explicit ZipStream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// An archive in memory (a mapped file, say), which must outlive it. Not for several threads at once.
class Zip {
  public:
    explicit Zip(std::string_view bytes, const ZipLimits& limits = {});
    ~Zip();
    Zip(Zip&&) noexcept;

    const std::vector<ZipEntry>& entries() const;
    /// Index of the entry; exact name first, then without regard to ASCII case and with '\' for '/'.
    std::optional<std::size_t> find(std::string_view name) const;
    ZipStream open(std::size_t index) const;
    /// A whole entry; at most `max` bytes, else zip.bomb.
    std::string read(std::size_t index, std::uint64_t max) const;
    std::string read(std::string_view name, std::uint64_t max) const; ///< zip.missing when there is none

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// True when `bytes` start as an archive does.
bool is_zip(std::string_view bytes);

/// What one entry is to hold instead.
struct ZipReplacement {
    std::string name; ///< must be there
    std::string bytes;
};
/// The archive with the entries replaced; the others are copied as they are, packed, in their order.
void replace_in_zip(std::string_view bytes, const std::vector<ZipReplacement>& parts, Sink& out);

/// Writes an archive into a sink as it comes: one entry after the other, deflated (fast level) and with the sizes
/// behind the data, so that nothing is held back. The same entries give the same bytes: no times are stored. Entries
/// and archives over 4 GiB get the 64-bit fields.
class ZipWriter {
  public:
    explicit ZipWriter(Sink& sink);
    ~ZipWriter();
    void begin(std::string_view name);
    void write(std::string_view bytes);
    void end();
    void add(std::string_view name, std::string_view bytes); ///< a whole entry
    void finish();                                           ///< the directory; nothing may follow

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::file

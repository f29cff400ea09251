#pragma once
// Files at the border: paths are UTF-8, reading is through a mapped view, writing is atomic.
// What differs between systems stands in mapped_*.cpp and replace_*.cpp and nowhere else.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace goufang::file {

std::filesystem::path to_path(std::string_view utf8);
std::string to_utf8(const std::filesystem::path& p);

/// Read-only view of a whole file. Throws Error file_missing, file_is_directory, file_unreadable. What is no regular
/// file (a pipe, /proc) is read to its end into memory, up to 4 GiB. Another program must not shorten the file
/// meanwhile.
class Mapped {
  public:
    explicit Mapped(std::string_view utf8_path);
    ~Mapped();
    Mapped(Mapped&&) noexcept;
    Mapped& operator=(Mapped&&) noexcept;
    std::string_view bytes() const { return {m_data, m_size}; }
    /// Tells the system that bytes before `offset` are not needed any more, so that reading a large file stays small.
    void drop_before(std::size_t offset);

  private:
    void close() noexcept;
    const char* m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_dropped = 0;
    static constexpr std::intptr_t k_none = -1; ///< nothing is held
    std::intptr_t m_handle = k_none;            ///< else the system's file says what
};

/// Where a writer puts its bytes.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void write(std::string_view bytes) = 0;
};

class StringSink : public Sink {
  public:
    void write(std::string_view bytes) override { text += bytes; }
    std::string text;
};

/// Writes beside the target and renames on commit(); without commit() nothing is left behind and an existing target
/// is untouched. An existing target keeps its permissions; a symbolic link stays and what it points to is replaced; a
/// write-protected target is refused; a device or pipe is written to directly. Throws Error file_unwritable (also for
/// a full disk, at the write or at commit; after that only the destructor is left to do) and file_is_directory.
class AtomicFile : public Sink {
  public:
    explicit AtomicFile(std::string_view utf8_path);
    ~AtomicFile() override;
    AtomicFile(const AtomicFile&) = delete;
    void write(std::string_view bytes) override;
    void commit(); ///< flush to disk, close, rename over the target

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::file

#pragma once
// B-trees of an SQLite file written page by page, from rows that come in the order of their keys
// (https://www.sqlite.org/fileformat2.html, section 1.6). For fresh_buyers.h.

#include <cstdint>
#include <deque>
#include <fstream>
#include <string>
#include <string_view>

namespace goufang::store {

std::uint32_t big_endian_32(std::string_view bytes, std::size_t at);

/// Where SQLite locks a file (its section 1.4): the page with this byte is left empty.
inline constexpr std::uint64_t k_lock_byte = std::uint64_t{1} << 30;

/// A database file that begins with the pages of another one, which ends before the lock byte. Throws Error
/// registry_write.
class PageFile {
  public:
    /// `image`: a whole database; its header tells the page size.
    PageFile(std::string path, std::string image, std::uint64_t lock_byte = k_lock_byte);

    std::size_t page_size() const { return m_page_size; }
    std::size_t usable() const { return m_usable; }       ///< bytes of a page that trees use
    std::uint32_t next() const { return after(m_pages); } ///< what append() will answer
    std::uint32_t after(std::uint32_t page) const { return page + (page + 1 == m_lock_page ? 2 : 1); }
    std::uint32_t append(std::string_view page);                     ///< its number
    void replace_first(std::uint32_t number, std::string_view page); ///< one of the image's
    void finish();                                                   ///< the file is whole

  private:
    void flush();
    [[noreturn]] void fail() const;
    std::string m_path, m_image, m_buffer;
    std::ofstream m_file;
    std::size_t m_page_size, m_usable;
    std::uint32_t m_pages, m_lock_page;
};

/// One page being filled with cells in their order.
class TreePage {
  public:
    enum class Kind : std::uint8_t { index_inner = 2, table_inner = 5, index_leaf = 10, table_leaf = 13 };
    TreePage(const PageFile& file, Kind kind);
    bool fits(std::size_t bytes) const { return m_header + 2 * (m_cells + 1) + bytes <= m_content; }
    char* add(std::size_t bytes); ///< room for a cell; must fit
    std::string take_last();      ///< the last cell, which is no longer there
    void set_right(std::uint32_t child);
    std::string_view whole();
    void clear();

  private:
    std::size_t pointer_at(std::size_t cell) const { return m_header + 2 * cell; }
    Kind m_kind;
    std::size_t m_header, m_usable, m_content, m_cells = 0;
    std::string m_bytes;
};

class Tree {
  public:
    enum class Kind : std::uint8_t { table, index };
    Tree(PageFile& file, Kind kind);
    void add(std::int64_t rowid, std::string_view record); ///< a table's next row
    void add(std::string_view record);                     ///< an index's next entry, of at most longest_entry() bytes
    static std::size_t longest_entry(std::size_t usable);
    /// Writes what is left; the top goes to the page `root` of the image.
    void finish(std::uint32_t root);

  private:
    /// Puts a child and the key that ends it into the level above.
    void up(std::size_t level, std::uint32_t child, std::string_view key);
    std::uint32_t spill(std::string_view rest); ///< pages for the end of a long row; the first one's number
    PageFile& m_file;
    Kind m_kind;
    TreePage m_leaf;
    std::deque<TreePage> m_inner; ///< from the leaves upwards
    std::int64_t m_last_rowid = 0;
};

} // namespace goufang::store

#include "core/store/tree_pages.h"

#include "core/file/file.h"
#include "core/store/record.h"
#include "core/text/errors.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace goufang::store {

namespace {

constexpr std::size_t k_buffer = std::size_t{1} << 20;

void put_16(char* at, std::size_t v) {
    at[0] = static_cast<char>(v >> 8);
    at[1] = static_cast<char>(v);
}

void put_32(char* at, std::uint32_t v) {
    put_16(at, v >> 16);
    put_16(at + 2, v & 0xFFFF);
}

} // namespace

std::uint32_t big_endian_32(std::string_view bytes, std::size_t at) {
    std::uint32_t v = 0;
    for (const char c : bytes.substr(at, 4)) v = v << 8 | static_cast<unsigned char>(c);
    return v;
}

PageFile::PageFile(std::string path, std::string image, std::uint64_t lock_byte)
    : m_path(std::move(path)), m_image(std::move(image)) {
    const std::size_t size = big_endian_32(m_image, 16) >> 16;
    m_page_size = size == 1 ? 65536 : size;
    m_usable = m_page_size - static_cast<unsigned char>(m_image.at(20));
    m_pages = static_cast<std::uint32_t>(m_image.size() / m_page_size);
    m_lock_page = static_cast<std::uint32_t>(lock_byte / m_page_size) + 1;
    m_buffer.reserve(k_buffer + m_page_size);
    m_file.open(file::to_path(m_path), std::ios::binary | std::ios::trunc);
    m_file.seekp(static_cast<std::streamoff>(m_image.size()));
    if (!m_file) fail();
}

void PageFile::fail() const {
    throw Error(Code::registry_write, {m_path, std::generic_category().message(errno != 0 ? errno : EIO)});
}

std::uint32_t PageFile::append(std::string_view page) {
    if (next() == m_pages + 2) m_buffer.append(m_page_size, '\0');
    m_pages = next();
    m_buffer.append(page);
    if (m_buffer.size() >= k_buffer) flush();
    return m_pages;
}

void PageFile::flush() {
    m_file.write(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
    if (!m_file) fail();
    m_buffer.clear();
}

void PageFile::replace_first(std::uint32_t number, std::string_view page) {
    m_image.replace((number - 1) * m_page_size, m_page_size, page);
}

void PageFile::finish() {
    flush();
    put_32(m_image.data() + 28, m_pages);
    std::copy_n(m_image.data() + 24, 4, m_image.data() + 92); // the number of pages is that of this very change
    m_file.seekp(0);
    m_file.write(m_image.data(), static_cast<std::streamsize>(m_image.size()));
    m_file.close();
    if (!m_file) fail();
}

TreePage::TreePage(const PageFile& file, Kind kind)
    : m_kind(kind), m_header(kind == Kind::index_inner || kind == Kind::table_inner ? 12 : 8), m_usable(file.usable()),
      m_content(m_usable), m_bytes(file.page_size(), '\0') {}

char* TreePage::add(std::size_t bytes) {
    m_content -= bytes;
    put_16(m_bytes.data() + pointer_at(m_cells++), m_content);
    return m_bytes.data() + m_content;
}

std::string TreePage::take_last() {
    --m_cells;
    const std::size_t end = m_cells == 0 ? m_usable : big_endian_32(m_bytes, pointer_at(m_cells - 1)) >> 16;
    std::string cell = m_bytes.substr(m_content, end - m_content);
    m_content = end;
    return cell;
}

void TreePage::set_right(std::uint32_t child) { put_32(m_bytes.data() + 8, child); }

std::string_view TreePage::whole() {
    char* const head = m_bytes.data();
    head[0] = static_cast<char>(m_kind);
    put_16(head + 3, m_cells);
    put_16(head + 5, m_content); // 65536 becomes 0, as it should
    const std::size_t gap = pointer_at(m_cells);
    std::memset(head + gap, 0, m_content - gap);
    return m_bytes;
}

void TreePage::clear() {
    m_cells = 0;
    m_content = m_usable;
}

Tree::Tree(PageFile& file, Kind kind)
    : m_file(file), m_kind(kind),
      m_leaf(file, kind == Kind::table ? TreePage::Kind::table_leaf : TreePage::Kind::index_leaf) {}

std::size_t Tree::longest_entry(std::size_t usable) { return (usable - 12) * 64 / 255 - 23; }

void Tree::add(std::int64_t rowid, std::string_view record) {
    const std::size_t usable = m_file.usable();
    std::size_t here = record.size(); // what stands in the leaf; the rest in pages of its own
    if (here > usable - 35) {
        const std::size_t least = (usable - 12) * 32 / 255 - 23;
        here = least + (record.size() - least) % (usable - 4);
        if (here > usable - 35) here = least;
    }
    const bool spilled = here < record.size();
    const auto key = static_cast<std::uint64_t>(rowid);
    const std::size_t bytes = varint_length(record.size()) + varint_length(key) + here + (spilled ? 4 : 0);
    if (!m_leaf.fits(bytes)) {
        char last[k_longest_varint];
        const char* const end = put_varint(last, static_cast<std::uint64_t>(m_last_rowid));
        up(0, m_file.append(m_leaf.whole()), {last, static_cast<std::size_t>(end - last)});
        m_leaf.clear();
    }
    char* at = m_leaf.add(bytes);
    at = put_varint(put_varint(at, record.size()), key);
    std::memcpy(at, record.data(), here);
    if (spilled) put_32(at + here, spill(record.substr(here)));
    m_last_rowid = rowid;
}

std::uint32_t Tree::spill(std::string_view rest) {
    const std::uint32_t first = m_file.next();
    const std::size_t each = m_file.usable() - 4;
    while (!rest.empty()) {
        std::string page(m_file.page_size(), '\0');
        put_32(page.data(), rest.size() > each ? m_file.after(m_file.next()) : 0);
        const std::string_view piece = rest.substr(0, each);
        std::copy(piece.begin(), piece.end(), page.begin() + 4);
        rest.remove_prefix(piece.size());
        m_file.append(page);
    }
    return first;
}

void Tree::add(std::string_view record) {
    const std::size_t bytes = varint_length(record.size()) + record.size();
    if (!m_leaf.fits(bytes)) { // an entry between two leaves stands above them only
        const std::string between = m_leaf.take_last();
        up(0, m_file.append(m_leaf.whole()), between);
        m_leaf.clear();
    }
    char* const at = put_varint(m_leaf.add(bytes), record.size());
    std::copy(record.begin(), record.end(), at);
}

void Tree::up(std::size_t level, std::uint32_t child, std::string_view key) {
    if (level == m_inner.size())
        m_inner.emplace_back(m_file, m_kind == Kind::table ? TreePage::Kind::table_inner : TreePage::Kind::index_inner);
    TreePage& page = m_inner[level]; // stays where it is when levels are added
    if (!page.fits(4 + key.size())) {
        const std::string last = page.take_last();
        page.set_right(big_endian_32(last, 0));
        up(level + 1, m_file.append(page.whole()), std::string_view(last).substr(4));
        page.clear();
    }
    char* const at = page.add(4 + key.size());
    put_32(at, child);
    std::copy(key.begin(), key.end(), at + 4);
}

void Tree::finish(std::uint32_t root) {
    TreePage* top = &m_leaf;
    for (TreePage& page : m_inner) {
        page.set_right(m_file.append(top->whole()));
        top = &page;
    }
    m_file.replace_first(root, top->whole());
}

} // namespace goufang::store

#pragma once
// One column of a segment: the rows' bytes one after the other, each closed by a zero byte. Only the start of
// every 16th row is kept (of every 4th where rows are often asked for one by one); a scan counts zero bytes.

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace goufang::find {

inline constexpr std::size_t k_block_rows = 16;

class Column {
  public:
    static constexpr std::size_t k_slack =
        64; ///< zero bytes before the first row and behind the last, for vector loads

    /// `stride`: of which rows the start is kept; divides k_block_rows.
    explicit Column(std::size_t stride = k_block_rows) : m_bytes(2 * k_slack, 0), m_stride(stride) {
        m_present[0] = true; // a needle may end with the end of a row
    }
    void push(std::string_view row) {
        if (m_rows % m_stride == 0) m_starts.push_back(static_cast<std::uint32_t>(m_size));
        if (m_size + row.size() + 1 + 2 * k_slack > m_bytes.size())
            m_bytes.resize((m_size + row.size()) * 3 / 2 + 4 * k_slack);
        unsigned char* const bytes = m_bytes.data() + k_slack;
        std::memcpy(bytes + m_size, row.data(), row.size());
        for (const char c : row) m_present[static_cast<unsigned char>(c)] = true;
        m_size += row.size();
        bytes[m_size++] = 0;
        ++m_rows;
    }
    /// Gives back what growing took too much.
    void shrink() {
        m_bytes.resize(m_size + 2 * k_slack);
        std::memset(m_bytes.data() + k_slack + m_size, 0, k_slack);
        m_bytes.shrink_to_fit();
        m_starts.shrink_to_fit();
    }
    /// Row i becomes what row order[i] was; `order` names each row once. Gives back slack, too.
    void reorder(const std::vector<std::uint32_t>& order);
    /// The row without its closing zero.
    std::string_view row(std::size_t r) const {
        const char* p = data() + m_starts[r / m_stride];
        for (std::size_t skip = r % m_stride; skip != 0; --skip) p = after_zero(p);
        return {p, static_cast<std::size_t>(after_zero(p) - p) - 1};
    }
    /// False: a byte of `needle` occurs in no row.
    bool may_hold(std::string_view needle) const {
        for (const char c : needle)
            if (!m_present[static_cast<unsigned char>(c)]) return false;
        return true;
    }
    std::size_t rows() const { return m_rows; }
    std::size_t size() const { return m_size; }
    std::size_t blocks() const { return (m_rows + k_block_rows - 1) / k_block_rows; }
    const char* data() const { return reinterpret_cast<const char*>(m_bytes.data()) + k_slack; }
    const char* block_begin(std::size_t block) const {
        const std::size_t i = block * (k_block_rows / m_stride);
        return data() + (i < m_starts.size() ? m_starts[i] : m_size);
    }
    /// Asks the processor to fetch the block's beginning; a scan that leaps waits for memory otherwise.
    void prefetch(std::size_t block) const { fetch(block_begin(block), 4); }
    void prefetch_row(std::size_t r) const { fetch(data() + m_starts[r / m_stride], 2); }
    template <class Archive> void transfer(Archive& a) { // of a column that was shrunk: no slack is written
        a(m_present), a(m_bytes), a(m_starts), a(m_size), a(m_rows), a(m_stride);
    }
    std::size_t memory_bytes() const { return m_bytes.capacity() + m_starts.capacity() * sizeof(std::uint32_t); }

  private:
    friend class ColumnCursor;
    static void fetch(const char* p, int lines) {
#if defined(__GNUC__) || defined(__clang__)
        for (int line = 0; line < lines; ++line) __builtin_prefetch(p + line * 64);
#else
        (void)p, (void)lines;
#endif
    }
    static const char* after_zero(const char* p) { return p + std::strlen(p) + 1; }

    std::array<bool, 256> m_present{};
    std::vector<unsigned char> m_bytes;
    std::vector<std::uint32_t> m_starts;
    std::size_t m_size = 0, m_rows = 0, m_stride;
};

/// Rows of a column asked for mostly in order: goes on from the last one.
class ColumnCursor {
  public:
    explicit ColumnCursor(const Column& column) : m_column(&column) {}
    /// The row, closed by its zero.
    const char* row(std::size_t r) {
        const std::size_t stride = m_column->m_stride;
        if (m_at == nullptr || r < m_row || r / stride != m_row / stride) {
            m_row = r - r % stride;
            m_at = m_column->data() + m_column->m_starts[r / stride];
        }
        for (; m_row < r; ++m_row) m_at = Column::after_zero(m_at);
        return m_at;
    }
    void prefetch(std::size_t r) const { m_column->prefetch_row(r); }

  private:
    const Column* m_column;
    std::size_t m_row = 0;
    const char* m_at = nullptr;
};

} // namespace goufang::find

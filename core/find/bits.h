#pragma once
// A set of rows of one segment.

#include <bit>
#include <cstdint>
#include <vector>

namespace goufang::find {

class Bits {
  public:
    Bits() = default;
    explicit Bits(std::size_t rows) : m_words((rows + 63) / 64) {}
    void reset(std::size_t rows) { m_words.assign((rows + 63) / 64, 0); }
    void set(std::size_t row) { m_words[row / 64] |= std::uint64_t{1} << (row % 64); }
    void clear(std::size_t row) { m_words[row / 64] &= ~(std::uint64_t{1} << (row % 64)); }
    bool test(std::size_t row) const { return m_words[row / 64] >> (row % 64) & 1; }
    /// All rows up to `rows`.
    void set_all(std::size_t rows) {
        m_words.assign((rows + 63) / 64, ~std::uint64_t{0});
        if (rows % 64 != 0) m_words.back() = (std::uint64_t{1} << (rows % 64)) - 1;
    }
    std::size_t count() const {
        std::size_t n = 0;
        for (const std::uint64_t w : m_words)
            if (w != 0) n += static_cast<std::size_t>(std::popcount(w));
        return n;
    }
    /// Of as many rows.
    Bits& operator|=(const Bits& more) {
        for (std::size_t i = 0; i < m_words.size(); ++i) m_words[i] |= more.m_words[i];
        return *this;
    }
    Bits& operator&=(const Bits& those) {
        for (std::size_t i = 0; i < m_words.size(); ++i) m_words[i] &= those.m_words[i];
        return *this;
    }
    bool none() const {
        for (const std::uint64_t w : m_words)
            if (w != 0) return false;
        return true;
    }
    std::vector<std::uint64_t>& words() { return m_words; }
    const std::vector<std::uint64_t>& words() const { return m_words; }
    std::size_t memory_bytes() const { return m_words.capacity() * sizeof(std::uint64_t); }
    template <class Archive> void transfer(Archive& a) { a(m_words); }
    template <class F> void each(F&& f) const {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            for (std::uint64_t w = m_words[i]; w != 0; w &= w - 1)
                f(i * 64 + static_cast<std::size_t>(std::countr_zero(w)));
    }

  private:
    std::vector<std::uint64_t> m_words;
};

} // namespace goufang::find

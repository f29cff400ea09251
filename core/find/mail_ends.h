#pragma once
// The ends of e-mail addresses from '@' on are few: those that many rows share are taken out of the column and kept
// once, with the rows that have them.

#include "core/find/bits.h"
#include "core/find/column.h"

#include <string>
#include <string_view>
#include <vector>

namespace goufang::find {

class MailEnds {
  public:
    static constexpr std::size_t k_most = 14;   ///< of a segment
    static constexpr std::size_t k_one_in = 64; ///< rows must share an end

    struct End {
        std::string text; ///< in the index's code, '@' first and nowhere else
        Bits rows;
        template <class Archive> void transfer(Archive& a) { a(text), a(rows); }
    };
    /// Takes the shared ends out of the column.
    void build(Column& mail);
    const std::vector<End>& ends() const { return m_ends; }
    /// What belongs behind row `r` of the column.
    std::string_view of_row(std::size_t r) const;
    std::size_t memory_bytes() const;
    template <class Archive> void transfer(Archive& a) { a(m_ends); }

  private:
    std::vector<End> m_ends;
};

} // namespace goufang::find

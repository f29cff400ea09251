#pragma once
// Which buyers the rows of a list are: 4 bytes a row as long as every id fits, as ids that a registry counts up do.

#include "core/model/buyer.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace goufang::desktop {

class RowIds {
  public:
    class Iterator {
      public:
        Iterator(const RowIds& ids, std::size_t row) : m_ids(&ids), m_row(row) {}
        model::BuyerId operator*() const { return (*m_ids)[m_row]; }
        Iterator& operator++() {
            ++m_row;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const RowIds* m_ids;
        std::size_t m_row;
    };

    void push_back(model::BuyerId id);
    void clear();
    std::size_t size() const { return m_wide.empty() ? m_narrow.size() : m_wide.size(); }
    bool empty() const { return size() == 0; }
    model::BuyerId operator[](std::size_t row) const { return m_wide.empty() ? m_narrow[row] : m_wide[row]; }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }
    std::size_t find(model::BuyerId id) const;    ///< the first row; size() when there is none
    bool starts_with(const RowIds& others) const; ///< its first rows are exactly these

  private:
    std::vector<std::uint32_t> m_narrow; ///< all, or none
    std::vector<model::BuyerId> m_wide;
};

} // namespace goufang::desktop

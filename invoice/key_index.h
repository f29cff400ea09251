#pragma once
// Match keys in memory: what the registry has (KeyIndex) and what the file had so far (SeenKeys). Keys are the 64-bit
// hashes of core/text key_hash, so a million buyers take about 72 MB; 0 stands for "blank" and is never found.

#include "core/model/category.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace goufang::invoice {

enum class Key : std::uint8_t { tax_id, code, name };
inline constexpr std::size_t k_keys = 3;

struct KeyEntry {
    model::BuyerId id = 0;
    model::CategoryId category = 0;
    std::array<std::uint64_t, k_keys> hash{}; ///< by Key
    std::uint64_t operator[](Key k) const { return hash[static_cast<std::size_t>(k)]; }
};

/// key_hash is already well mixed; one multiplication guards against a caller who hands in something weaker.
inline std::size_t spread(std::uint64_t hash) { return static_cast<std::size_t>((hash * 0x9E3779B97F4A7C15ULL) >> 20); }

/// All live buyers of a registry by three keys. Several buyers may share a key: they are chained, so that a key with
/// a hundred thousand buyers costs no more to fill than as many different ones.
class KeyIndex {
  public:
    void reserve(std::size_t buyers);
    void add(const KeyEntry& e);
    std::size_t size() const { return m_entries.size(); }

    /// Calls fn(entry) for the buyers with this key until it returns false; the buyer added first comes first.
    template <class F> void each(Key k, std::uint64_t hash, F fn) const {
        for (std::uint32_t i = head(k, hash); i != k_none; i = m_next[static_cast<std::size_t>(k)][i])
            if (!fn(m_entries[i])) return;
    }
    /// The first buyer with this key; nullptr when there is none.
    const KeyEntry* first(Key k, std::uint64_t hash) const {
        const std::uint32_t i = head(k, hash);
        return i == k_none ? nullptr : &m_entries[i];
    }

  private:
    static constexpr std::uint32_t k_none = 0xFFFFFFFF;
    std::uint32_t head(Key k, std::uint64_t hash) const;
    std::size_t slot(std::size_t k, std::uint64_t hash) const;
    void grow(std::size_t slots);

    std::vector<KeyEntry> m_entries;
    std::array<std::vector<std::uint32_t>, k_keys> m_next; ///< entry -> next entry with the same key
    std::array<std::vector<std::uint32_t>, k_keys> m_last; ///< head entry -> last of its chain
    std::array<std::vector<std::uint32_t>, k_keys> m_slot; ///< open addressing, head entry or k_none
};

/// What the buyers' codes begin with: 16 bytes a buyer, put into order by the first question.
class CodeBeginnings {
  public:
    void add(std::string_view code);
    bool any(std::string_view beginning); ///< at most 16 characters; a code begins with itself too

  private:
    std::vector<std::array<char, model::CodeRule::max_code>> m_codes; ///< filled up with '\0', cut when longer
    bool m_sorted = false;
};

/// Keys that came by in the file, each with the line where it stood first.
class SeenKeys {
  public:
    void reserve(std::size_t hashes); ///< so many will come: saves moving them again and again
    /// Line of the first row with this hash; 0 when this is the first, which is then remembered.
    std::int64_t put(std::uint64_t hash, std::int64_t line);
    std::int64_t find(std::uint64_t hash) const; ///< 0 = not seen
    /// Brings the place of a hash that will be asked for soon; the table is larger than the processor's caches. Always
    /// inlined, because GCC leaves out calls of a function that does nothing else.
#if defined(__GNUC__)
    [[gnu::always_inline]] void fetch(std::uint64_t hash) const {
        if (!m_slots.empty()) __builtin_prefetch(&m_slots[spread(hash) & (m_slots.size() - 1)], 1);
    }
#else
    void fetch(std::uint64_t) const {}
#endif

  private:
    struct Slot {
        std::uint64_t hash = 0;
        std::int64_t line = 0;
    };
    std::size_t at(std::uint64_t hash) const;
    void grow(std::size_t slots);
    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
};

} // namespace goufang::invoice

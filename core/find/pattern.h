#pragma once
// A query taken apart: words, and for each the ways in which it can match.

#include "core/find/alphabet.h"
#include "core/find/grams.h"
#include "core/find/scan.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::find {

/// Many characters share an id (alphabet.h): sometimes only the name itself can tell.
enum class Verdict : std::uint8_t { no, yes, ask_the_name };

/// Pinyin of a name, element by element (Han characters, letters and digits; everything else is skipped). An element
/// takes from the typed word: the first letter of any of its readings; a whole reading; at the word's end the
/// beginning of a reading; or, typed itself, its own character.
class PinyinPattern {
  public:
    /// Characters are folded. Empty (never matches) unless there is a letter and every character is an element.
    explicit PinyinPattern(std::u32string_view word);
    bool empty() const { return m_word.empty(); }
    /// The word is a syllable or the beginning of one.
    bool begins_syllable() const { return !m_tail.empty() && m_tail[0]; }

    /// Elements `from`.. of the name take the word from its beginning: how many elements; 0 = they do not.
    std::size_t match_at(std::u32string_view elements, std::size_t from) const;

    /// What the ids in the column of initials say about a match that begins at `place` (a row of that column).
    Verdict match_ids(const char* place) const;
    /// Takes out of `blocks` those of the column of initials that cannot hold a match. False: nothing was taken out.
    bool narrow(const Grams& pairs, Bits& blocks) const;
    /// Which ids can stand where a match begins.
    const SetScan& filter() const { return m_filter; }

  private:
    bool step(std::u32string_view elements, std::size_t element, std::size_t at, std::size_t& end,
              std::vector<bool>* failed) const;
    void make_steps();
    void fill_sets(ByteSets& f) const;
    void fill_certain(ByteSets& f) const;

    /// Where in the word an element with this id can lead from one place, as bits: whatever character it stands for, or
    /// for some only. The bit behind the last known place is the word's end (or, in long words, all that follows).
    struct Step {
        std::uint32_t sure = 0, maybe = 0;
    };

    std::u32string m_word;
    std::string m_ascii;                        ///< the word with '\1' for Han characters
    std::vector<unsigned> m_lengths;            ///< lengths (bits) of the syllables that fit at each place of the word
    std::vector<bool> m_tail;                   ///< the rest of the word from there is the beginning of a syllable
    std::vector<std::array<Step, 256>> m_steps; ///< by place and id
    SetScan m_filter;
};

struct Word {
    std::string text;     ///< folded, in the index's code
    std::u32string chars; ///< folded
    std::string key;      ///< as a number: digits and letters; empty when it cannot be part of one
    PinyinPattern pinyin{U""};
    bool inactive = false; ///< 停用: inactive buyers match it
};

/// Words of the query: parted by spaces of any width, folded.
std::vector<Word> parse_query(std::string_view query);

/// The elements of a name in the index's code, and each one's position in characters.
void elements_of(std::string_view name_code, std::u32string& elements, std::vector<std::uint32_t>* positions);

} // namespace goufang::find

#pragma once
// Lines of running text -> values, one after the other. lines.cpp reads a line, continued.cpp what went over its end.

#include "invoice/paste/found.h"
#include "invoice/paste/segment.h"

#include <deque>
#include <vector>

namespace goufang::invoice::paste {

class LineReader {
  public:
    LineReader(Input& in, std::vector<Found>& out) : m_in(in), m_out(out) {}

    void read(Range line, std::size_t number);

  private:
    void blank_line();

    /// True when the line has nothing of the buyer.
    bool side_heading(Range r);

    void labelled(const Item& item);

    /// "某某艺术院:", "某某公司的资料:" heads a block.
    void head(Range words);

    /// An address for the electronic invoice, wherever in the line it stands.
    void email(Range line, std::size_t first);

    /// The line above ended with something that was not understood: what begins this one may be its rest.
    void doubt_cut(Range r, std::size_t first);

    /// A line of one character or of few digits: the rest of the value above, which is doubtful then.
    void orphan(Range r, std::size_t first);

    void unlabelled(Range r, bool whole_line);

    /// What was not understood: perhaps an address or a name, or the rest of the line above, which is doubtful then.
    void keep_remains(Range r, std::size_t first, bool whole_line);

    /// A value that went over the end of its line, where only both lines together are all that the label says.
    bool joins(Range r);

    /// The value on the line below its label, or labels in one column and values in the next.
    bool paired(Range r);
    static Kinds kind_of(model::Field f);

    /// The rest of a value that went over the end of its line.
    bool continues(Range r);

    void stamp(std::size_t first, Kinds kinds);

    Input& m_in;
    std::vector<Found>& m_out;
    struct {
        Range value;
        Kinds kinds = 0;
        double cap = 1;
        std::size_t first = 0, line = static_cast<std::size_t>(-2);
    } m_open;     ///< the label whose value was read last, and where among m_out that stands
    Range m_text; ///< of the line, without spaces around it
    std::size_t m_cut = static_cast<std::size_t>(-2); ///< the last line whose end was not understood
    std::deque<Label> m_waiting;                      ///< labels whose values have not come
    std::size_t m_line = 0, m_section = 0;
    bool m_blank = false, m_seller = false, m_seller_named = false, m_recipient = false, m_person = false,
         m_can_continue = false;
    bool m_signed = false, m_personal = false;
};

} // namespace goufang::invoice::paste

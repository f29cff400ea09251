#include "core/check/check.h"
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "invoice/paste/clean.h"
#include "invoice/paste/found.h"
#include "invoice/paste/judge.h"
#include "invoice/paste/notes.h"
#include "invoice/paste/segment.h"
#include "invoice/paste/shapes.h"

#include <algorithm>
#include <deque>
#include <functional>

namespace goufang::invoice::paste {

namespace {

using model::Field;

class LineReader {
  public:
    LineReader(Input& in, std::vector<Found>& out) : m_in(in), m_out(out) {}

    void read(Range line, std::size_t number) {
        m_line = number;
        if (!drop_header(m_in, line) || is_rule(m_in, line)) {
            blank_line();
            return;
        }
        drop_bullet(m_in, line);
        drop_title(m_in, line);
        drop_emoticons(m_in, line);
        const Range all = m_in.trimmed(line);
        if (all.empty()) return blank_line();
        if (side_heading(all)) return;
        m_text = all;
        const std::size_t first = m_out.size();
        m_signed |= all.size() <= 24 && (contains_any(m_in.folded(all), k_closings) || is_closing(m_in.folded(all)));
        for (const Item& item : segment(m_in, line)) {
            if (item.labelled())
                labelled(item);
            else if (!m_seller)
                unlabelled(m_in.trimmed(item.value),
                           item.value.from == line.from || m_in.trimmed(item.value).size() == all.size());
        }
        email(all, first);
        m_blank = false;
    }

  private:
    /// What ends a letter: the numbers behind it are the writer's.
    static constexpr std::u32string_view k_closings =
        U"祝好|此致|敬礼|顺颂|商祺|时祺|祝您|best regards|kind regards|warm regards|sincerely|many thanks|best wishes";

    static bool is_closing(std::u32string_view line) {
        constexpr std::u32string_view k_whole[] = {U"thanks",  U"thank you", U"thx", U"best",
                                                   U"regards", U"cheers",    U"br"};
        return std::find(std::begin(k_whole), std::end(k_whole), line) != std::end(k_whole);
    }

    void blank_line() {
        if (!m_blank) ++m_section;
        if (m_blank) m_waiting.clear();
        m_blank = true;
    }

    /// True when the line has nothing of the buyer.
    bool side_heading(Range r) {
        const SideHeading side = side_of(m_in, r);
        if (side.side == Side::none) return false;
        m_seller = side.side == Side::seller;
        if (m_seller) m_seller_named = side.named;
        if (side.heads) ++m_section;
        return side.heads;
    }

    void labelled(const Item& item) {
        const Kinds kinds = item.label.kinds;
        const Range value = m_in.trimmed(item.value);
        if (m_seller && (kinds & k_name) != 0) {
            m_seller = !m_seller_named; // a second name: the other side's
            m_seller_named = true;
        }
        if (m_seller) return;
        if ((kinds & k_ignored) != 0) {
            m_recipient |= (kinds & k_recipient) != 0;
            m_person |= (kinds & k_person) != 0;
            m_waiting.clear();
            const Range person = without_note(m_in, value);
            if (item.label.first == U'姓' && !m_recipient && person.size() <= 5) {
                const std::size_t first =
                    m_out.size(); // 抬头：个人, 姓名：张三; else who it is when nobody else is named
                interpret(m_in, k_name, person, m_personal ? 0.78 : 0.5, m_out);
                stamp(first, m_personal ? k_name : k_holder);
            }
            if ((kinds & k_person) != 0 && (text::is_ascii_digit(m_in.at(value.from)) || m_in.at(value.from) == '+')) {
                const std::size_t first = m_out.size(); // Contact: +60 3-7845 1234
                interpret(m_in, k_phone, value, 0.6, m_out);
                stamp(first, k_phone);
            }
            if (value.empty() && item.label.mark != Mark::colon) m_waiting.push_back(item.label);
            if (contains_any(m_in.folded(value), U"开给|抬头")) head(value); // 内容：请开给某某公司
            m_can_continue = false;
            return;
        }
        if (value.empty() || looks_blank(m_in, value)) {
            Range words = m_in.trimmed({item.label.from, item.label.value});
            if (!words.empty() && m_in.at(words.to - 1) == ':') --words.to;
            if ((kinds & k_unknown) == 0 && value.empty()) m_waiting.push_back(item.label);
            if ((kinds & k_unknown) != 0 && value.empty()) head(words);
            if (m_waiting.size() > 30) m_waiting.pop_front(); // no form has so many
            return;
        }
        m_waiting.clear();
        m_recipient |= (kinds & k_delivery) != 0;
        m_personal = m_personal || ((kinds & k_name) != 0 && m_in.folded(value) == U"个人");
        const std::size_t first = m_out.size();
        if ((kinds & k_unknown) != 0) {
            by_shape(m_in, value, 0.7, m_out);
            // numbers behind a word that we do not know may be anything, unless a whole block or an address stands
            // there
            const auto begin = m_out.begin() + static_cast<std::ptrdiff_t>(first);
            const auto is_key = [](const Found& f) { return f.field == Field::name || f.field == Field::tax_id; };
            const auto is_number = [](const Found& f) { return f.field == Field::phone || f.field == Field::account; };
            const bool place =
                std::any_of(begin, m_out.end(), [](const Found& f) { return f.field == Field::address; });
            if (std::count_if(begin, m_out.end(), is_key) < 2 && !place) {
                m_out.erase(std::remove_if(begin, m_out.end(), is_number), m_out.end());
                for (const Number& n : find_phones(m_in, value, false)) // a phone by its looks, where no other is
                    if (n.confidence >= 0.9)
                        m_out.push_back({Field::phone, n.range, n.value, k_faint, false, false, 0, 0, 0, 0, 0});
            }
            stamp(first, 0);
            m_can_continue = false;
            return;
        }
        double cap = item.label.cap;
        if (m_recipient && (kinds & (k_phone | k_mobile | k_address)) != 0) cap = 0.5;
        if (m_person && (kinds & (k_phone | k_mobile)) != 0 && (kinds & k_address) == 0) {
            cap = std::min(cap, 0.6);
            m_person = false;
        }
        if ((kinds & k_name) != 0) m_recipient = m_signed = false;
        if (m_signed && (kinds & (k_phone | k_mobile | k_email)) != 0 && (kinds & k_address) == 0) cap = 0.6;
        interpret(m_in, kinds, value, cap, m_out);
        doubt_remains(m_in, value, m_out, first);
        if ((kinds & (k_name | k_address | k_bank | k_remark)) == 0) keep_remains(value, first, false);
        stamp(first, kinds);
        m_can_continue = m_out.size() > first;
        m_open = {value, kinds, cap, first, m_line};
    }

    /// "某某艺术院:", "某某公司的资料:" heads a block.
    void head(Range words) {
        Range name = name_inside(m_in, words).value_or(Range{});
        if (name.empty() && may_be_name(m_in, words)) name = words;
        if (name.empty()) return;
        m_out.push_back({Field::name, name, m_in.value(name), k_faint, false, false, 0, 0, 0, 0, 0});
        stamp(m_out.size() - 1, 0);
    }

    /// An address for the electronic invoice, wherever in the line it stands.
    void email(Range line, std::size_t first) {
        const auto mail = find_email(m_in, line);
        if (!mail || m_seller || m_recipient || m_signed ||
            std::any_of(m_out.begin() + static_cast<std::ptrdiff_t>(first), m_out.end(),
                        [](const Found& f) { return f.field == Field::email; }))
            return;
        const std::size_t at = m_out.size();
        m_out.push_back({Field::email, mail->range, mail->value, k_faint, false, false, 0, 0, 0, 0, 0});
        stamp(at, 0);
    }

    /// The line above ended with something that was not understood: what begins this one may be its rest.
    void doubt_cut(Range r, std::size_t first) {
        if (m_cut + 1 != m_line || r.from != m_text.from) return;
        for (std::size_t i = first; i < m_out.size(); ++i)
            if (m_out[i].range.from == r.from && (m_out[i].field == Field::bank || m_out[i].field == Field::address ||
                                                  (m_out[i].field == Field::name && m_cut_in_part)))
                m_out[i].confidence = std::min(m_out[i].confidence, k_doubt);
    }

    void unlabelled(Range r, bool whole_line) {
        const std::size_t first = m_out.size();
        if (r.size() < 2) {
            if (!r.empty() && whole_line && !m_blank) joins(r);
            return;
        }
        if (!m_waiting.empty() && whole_line) {
            if (paired(r)) return;
            m_out.resize(first);
        }
        if (whole_line && m_can_continue && !m_blank && (joins(r) || continues(r))) return;
        by_shape(m_in, r, 0.98, m_out);
        doubt_remains(m_in, r, m_out, first);
        doubt_cut(r, first);
        keep_remains(r, first, whole_line);
        if (m_recipient || m_signed)
            for (std::size_t i = first; i < m_out.size(); ++i)
                if (m_out[i].field == Field::phone || m_out[i].field == Field::address ||
                    (m_signed && m_out[i].field == Field::email))
                    m_out[i].confidence = std::min(m_out[i].confidence, 0.5);
        stamp(first, 0);
        m_can_continue = m_out.size() == first + 1;
    }

    /// What was not understood: perhaps an address or a name, or the rest of the line above, which is doubtful then.
    void keep_remains(Range r, std::size_t first, bool whole_line) {
        constexpr std::size_t k_short = 3, k_long = 40;
        if (looks_chat(m_in, r)) return;
        const bool nothing = m_out.size() == first;
        if (nothing && whole_line && !m_blank && first > 0 && m_out[first - 1].line + 1 == m_line &&
            (looks_address(m_in, r) > 0 || ends_as_bank(m_in, r) || !whole(m_in, m_out[first - 1])))
            m_out[first - 1].confidence = std::min(m_out[first - 1].confidence, k_doubt);
        for (const Range piece : remains(m_in, r, m_out, first)) {
            if (piece.to == m_text.to) {
                m_cut = m_line;
                m_cut_in_part = !nothing || r.from > m_text.from;
            }
            const auto t = m_in.folded(piece);
            const auto han = std::count_if(t.begin(), t.end(), text::is_han);
            if (piece.size() > k_long || han < static_cast<std::ptrdiff_t>(k_short) || contains_any(t, U":|,|;|?|!|。"))
                continue;
            Found f{Field::address, piece, m_in.value(piece), k_faint, false, true, 0, 0, 0, 0, 0};
            const auto at = std::find_if(m_out.begin() + static_cast<std::ptrdiff_t>(first), m_out.end(),
                                         [&](const Found& o) { return o.range.from > piece.from; });
            m_out.insert(at, std::move(f));
        }
    }

    /// A value that went over the end of its line, where only both lines together are all that the label says.
    bool joins(Range r) {
        constexpr std::size_t k_long = 80;
        const std::size_t first = m_open.first;
        if (m_open.line + 1 != m_line || first >= m_out.size() || r.size() > k_long || looks_chat(m_in, r))
            return false;
        const auto t = m_in.folded(r);
        if (std::none_of(t.begin(), t.end(), text::is_han)) return false; // Registered Phone:
        std::vector<Found> below, both;
        by_shape(m_in, r, 0.98, below);
        const Found before = m_out[first];
        const bool combined = (m_open.kinds & (k_address | k_bank)) != 0 && (m_open.kinds & (k_phone | k_account)) != 0;
        const bool missing = combined && m_out.size() == first + 1;
        const auto same = [&](const Found& f) { return f.field == before.field; };
        if (m_out.size() > first + 1 || (before.field != Field::address && before.field != Field::bank)) return false;
        // a value of its own
        if (!below.empty() && std::none_of(below.begin(), below.end(), same) && remains(m_in, r, below, 0).empty())
            return false;
        if (!missing && (whole(m_in, before) || std::any_of(below.begin(), below.end(), std::not_fn(same))))
            return false;
        const Range joined{m_open.value.from, r.to};
        m_in.blank({m_open.value.to, r.from});
        interpret(m_in, m_open.kinds, joined, std::min(m_open.cap, k_doubt), both);
        const auto longer = [&](const Found& f) {
            return f.field == before.field && f.value.size() > before.value.size() && whole(m_in, f);
        };
        if (both.size() != (missing ? 2U : 1U) || std::none_of(both.begin(), both.end(), longer) ||
            !remains(m_in, joined, both, 0).empty())
            return false;
        m_out.resize(first);
        m_out.insert(m_out.end(), both.begin(), both.end());
        stamp(first, m_open.kinds);
        m_open.value = joined;
        m_open.line = m_line;
        return true;
    }

    /// The value on the line below its label, or labels in one column and values in the next.
    bool paired(Range r) {
        const std::size_t first = m_out.size();
        std::vector<Found> look;
        by_shape(m_in, r, 0.98, look);
        std::size_t pick = 0;
        bool sure = false;
        for (std::size_t i = 0; i < m_waiting.size() && !sure && !look.empty(); ++i) {
            sure = std::all_of(look.begin(), look.end(),
                               [&](const Found& f) { return (kind_of(f.field) & m_waiting[i].kinds) != 0; });
            if (sure) pick = i;
        }
        const Label label = m_waiting[pick];
        const bool other = !sure && !look.empty() && look.front().confidence >= 0.8;
        if (other && m_waiting.size() == 1) { // a missing value: the next line is something else
            m_waiting.clear();
            return false;
        }
        if ((label.kinds & k_ignored) != 0) {
            m_waiting.pop_front();
            return true;
        }
        double cap = label.cap;
        if (!sure) cap = m_waiting.size() == 1 && !looks_chat(m_in, r) ? std::min(cap, 0.85) : 0.6;
        if (!sure && looks_chat(m_in, r)) {
            m_waiting.clear();
            return false;
        }
        m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(pick));
        interpret(m_in, label.kinds, r, cap, m_out);
        stamp(first, label.kinds);
        m_can_continue = m_out.size() > first;
        return m_out.size() > first;
    }
    static Kinds kind_of(Field f) {
        switch (f) {
        case Field::name:
            return k_name | k_holder;
        case Field::tax_id:
            return k_tax_id;
        case Field::address:
            return k_address | k_bank_place;
        case Field::phone:
            return k_phone | k_mobile;
        case Field::bank:
            return k_bank | k_bank_place;
        case Field::account:
            return k_account;
        case Field::email:
            return k_email;
        default:
            return k_remark;
        }
    }

    /// The rest of a value that went over the end of its line.
    bool continues(Range r) {
        Found& last = m_out.back();
        if (last.loose || last.line + 1 != m_line || r.size() > 40 || looks_chat(m_in, r)) return false;
        const auto t = m_in.folded(r);
        bool joins = false;
        if (last.field == Field::tax_id && last.labelled && last.value.size() < 18) {
            joins = check::uscc_valid(text::clean_tax_id(last.value + std::string(m_in.typed(r))));
        } else if (last.field == Field::account && last.labelled) {
            // the last groups of digits; 7 or 8 in one may be a phone
            const auto run = find_accounts(m_in, r, 1);
            joins = run.size() == 1 && run[0].range.from == r.from && run[0].range.to == r.to &&
                    last.value.size() + run[0].value.size() <= 25 && run[0].value.size() < 12 &&
                    (r.size() > run[0].value.size() || r.size() <= 6);
        } else if (last.field == Field::address && !looks_name(m_in, r) && !looks_bank(m_in, r)) {
            const bool digits_only = std::all_of(
                t.begin(), t.end(), [](char32_t c) { return text::is_ascii_digit(c) || c == '-' || c == ' '; });
            const bool part = contains_any(t, U"号|室|楼|栋|幢|座|层|单元|房|路|街|区") ||
                              (looks_address(m_in, r) > 0.2 && !contains_any(t.substr(0, 4), U"省|市"));
            joins = !digits_only && part && find_accounts(m_in, r, 9).empty() && find_phones(m_in, r, false).empty();
        } else if (last.field == Field::bank) {
            joins = ends_with_any(t, U"支行|分行|营业部|分理处|信用社|营业室|营业厅") && !contains(t, U"银行");
        } else if (last.field == Field::name && last.labelled) {
            joins = !looks_name(m_in, last.range) && ends_with_any(t, U"公司|中心|厂|部|店|所|社|行");
        }
        if (!joins) return false;
        last.value += text::clean_text(m_in.typed(r));
        if (last.field == Field::tax_id || last.field == Field::account) last.value = text::clean_tax_id(last.value);
        last.range.to = r.to;
        last.confidence = std::min(last.confidence, 0.78);
        last.line = m_line;
        return true;
    }

    void stamp(std::size_t first, Kinds kinds) {
        for (std::size_t i = first; i < m_out.size(); ++i) {
            m_out[i].section = m_section;
            m_out[i].line = m_line;
            if (kinds == k_holder || kinds == k_mobile) m_out[i].kind = kinds;
            // the same field once more on this line: side by side
            if (kinds == 0) continue;
            for (std::size_t k = i; k > 0 && m_out[k - 1].line == m_line; --k) {
                const Found& before = m_out[k - 1];
                if (before.field == m_out[i].field && before.labelled && m_out[i].labelled &&
                    (before.field == Field::name || before.field == Field::tax_id))
                    m_out[i].column = std::max(m_out[i].column, before.column + 1);
            }
        }
    }

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
    bool m_cut_in_part = false;                       ///< ... and its beginning was
    std::deque<Label> m_waiting;                      ///< labels whose values have not come
    std::size_t m_line = 0, m_section = 0;
    bool m_blank = false, m_seller = false, m_seller_named = false, m_recipient = false, m_person = false,
         m_can_continue = false;
    bool m_signed = false, m_personal = false;
};

} // namespace

void read_lines(Input& in, const std::vector<Range>& lines, std::vector<Found>& out) {
    LineReader reader(in, out);
    for (std::size_t i = 0; i < lines.size(); ++i) reader.read(lines[i], i);
}

} // namespace goufang::invoice::paste

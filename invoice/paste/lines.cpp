#include "core/check/check.h"
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "invoice/paste/clean.h"
#include "invoice/paste/judge.h"
#include "invoice/paste/line_reader.h"
#include "invoice/paste/notes.h"
#include "invoice/paste/shapes.h"

#include <algorithm>
#include <functional>

namespace goufang::invoice::paste {

using model::Field;

namespace {

/// What ends a letter: the numbers behind it are the writer's.
bool is_closing(std::u32string_view line) {
    constexpr std::u32string_view k_closings =
        U"祝好|此致|敬礼|顺颂|商祺|时祺|祝您|best regards|kind regards|warm regards|sincerely|many thanks|best wishes";
    constexpr std::u32string_view k_whole[] = {U"thanks", U"thank you", U"thx", U"best", U"regards", U"cheers", U"br"};
    return contains_any(line, k_closings) ||
           std::find(std::begin(k_whole), std::end(k_whole), line) != std::end(k_whole);
}

} // namespace

void LineReader::read(Range line, std::size_t number) {
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
    m_signed |= all.size() <= 24 && is_closing(m_in.folded(all));
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

void LineReader::blank_line() {
    if (!m_blank) ++m_section;
    if (m_blank) m_waiting.clear();
    m_blank = true;
}

bool LineReader::side_heading(Range r) {
    const SideHeading side = side_of(m_in, r);
    if (side.side == Side::none) return false;
    m_seller = side.side == Side::seller;
    if (m_seller) m_seller_named = side.named;
    if (side.heads) ++m_section;
    return side.heads;
}

void LineReader::labelled(const Item& item) {
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
            const std::size_t first = m_out.size(); // 抬头：个人, 姓名：张三; else who it is when nobody else is named
            interpret(m_in, k_name, person, m_personal ? 0.78 : 0.5, m_out);
            stamp(first, m_personal ? k_name : k_holder);
        }
        if (const auto id = find_tax_id(m_in, value, false); // 编号：9199...
            item.label.first == U'编' && id && id->confidence > 0.95 && id->range.from == value.from) {
            const std::size_t first = m_out.size();
            interpret(m_in, k_tax_id, value, 0.7, m_out);
            stamp(first, k_tax_id);
        }
        if ((kinds & k_person) != 0 && (text::is_ascii_digit(m_in.at(value.from)) || m_in.at(value.from) == '+')) {
            const std::size_t first = m_out.size(); // Contact: +60 3-7845 1234
            interpret(m_in, k_phone, value, 0.6, m_out);
            stamp(first, k_phone);
        }
        if (value.empty() && item.label.mark != Mark::colon) m_waiting.push_back(item.label);
        // without a colon only the first word is its value
        const std::size_t space =
            item.label.mark > Mark::cell ? m_in.folded(value).find(U' ') : std::u32string_view::npos;
        if (space != std::u32string_view::npos && (kinds & (k_recipient | k_person)) == 0)
            unlabelled(m_in.trimmed({value.from + space, value.to}), false);
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
        const bool place = std::any_of(begin, m_out.end(), [](const Found& f) { return f.field == Field::address; });
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

void LineReader::head(Range words) {
    Range name = name_inside(m_in, words).value_or(Range{});
    if (name.empty() && may_be_name(m_in, words)) name = words;
    if (name.empty()) return;
    m_out.push_back({Field::name, name, m_in.value(name), k_faint, false, false, 0, 0, 0, 0, 0});
    stamp(m_out.size() - 1, 0);
}

void LineReader::email(Range line, std::size_t first) {
    const auto mail = find_email(m_in, line);
    if (!mail || m_seller || m_recipient || m_signed ||
        std::any_of(m_out.begin() + static_cast<std::ptrdiff_t>(first), m_out.end(),
                    [](const Found& f) { return f.field == Field::email; }))
        return;
    const std::size_t at = m_out.size();
    m_out.push_back({Field::email, mail->range, mail->value, k_faint, false, false, 0, 0, 0, 0, 0});
    stamp(at, 0);
}

void LineReader::unlabelled(Range r, bool whole_line) {
    const std::size_t first = m_out.size();
    if (r.empty()) return;
    if (r.size() < 2) return orphan(r, first);
    if (!m_waiting.empty() && whole_line) {
        if (paired(r)) return;
        m_out.resize(first);
    }
    if (whole_line && m_can_continue && !m_blank && (joins(r) || continues(r))) return;
    by_shape(m_in, r, 0.98, m_out);
    doubt_remains(m_in, r, m_out, first);
    if (whole_line && (m_out.size() == first || m_out.back().confidence < 0.7)) orphan(r, first);
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

void LineReader::stamp(std::size_t first, Kinds kinds) {
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

void read_lines(Input& in, const std::vector<Range>& lines, std::vector<Found>& out) {
    LineReader reader(in, out);
    for (std::size_t i = 0; i < lines.size(); ++i) reader.read(lines[i], i);
}

} // namespace goufang::invoice::paste

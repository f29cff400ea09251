#include "invoice/paste/line_reader.h"

#include "core/check/check.h"
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "invoice/paste/judge.h"
#include "invoice/paste/shapes.h"

#include <algorithm>
#include <functional>

namespace goufang::invoice::paste {

using model::Field;

void LineReader::doubt_cut(Range r, std::size_t first) {
    if (m_cut + 1 != m_line || r.from != m_text.from) return;
    for (std::size_t i = first; i < m_out.size(); ++i)
        if (m_out[i].range.from == r.from && m_out[i].field != Field::email && m_out[i].field != Field::tax_id)
            m_out[i].confidence = std::min(m_out[i].confidence, k_doubt);
}

void LineReader::orphan(Range r, std::size_t first) {
    constexpr std::size_t k_short = 9; // digits that are no number of their own
    const auto t = m_in.folded(r);
    const bool account = first > 0 && m_out[first - 1].field == Field::account;
    const bool digits = (r.size() <= k_short || account) && std::all_of(t.begin(), t.end(), [](char32_t c) {
                            return text::is_ascii_digit(c) || c == ' ' || c == '-' || c == U'转';
                        });
    if (m_blank || (r.size() > 1 && !digits) || !is_word(t.front())) return;
    m_cut = m_line;
    if (first == 0 || m_out[first - 1].line + 1 != m_line) return;
    Found& last = m_out[first - 1];
    last.confidence = std::min(last.confidence, k_doubt);
    const bool words = last.field == Field::address || last.field == Field::bank || last.field == Field::name;
    if (digits || !words || last.loose || !contains(U"室号楼层栋座行司厂部所区镇村路", std::u32string(t))) return;
    last.value += m_in.value(r);
    last.range.to = r.to;
}

void LineReader::keep_remains(Range r, std::size_t first, bool whole_line) {
    constexpr std::size_t k_short = 3, k_long = 40;
    if (looks_chat(m_in, r)) return;
    const bool nothing = m_out.size() == first;
    if (nothing && whole_line && !m_blank && first > 0 && m_out[first - 1].line + 1 == m_line &&
        (looks_address(m_in, r) > 0 || ends_as_bank(m_in, r) || !whole(m_in, m_out[first - 1])))
        m_out[first - 1].confidence = std::min(m_out[first - 1].confidence, k_doubt);
    for (const Range piece : remains(m_in, r, m_out, first)) {
        if (piece.to == m_text.to) m_cut = m_line;
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

bool LineReader::joins(Range r) {
    constexpr std::size_t k_long = 80;
    const std::size_t first = m_open.first;
    if (m_open.line + 1 != m_line || first >= m_out.size() || r.size() > k_long || looks_chat(m_in, r)) return false;
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
    if (!missing && (whole(m_in, before) || std::any_of(below.begin(), below.end(), std::not_fn(same)))) return false;
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

bool LineReader::paired(Range r) {
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

Kinds LineReader::kind_of(Field f) {
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

bool LineReader::continues(Range r) {
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
        const bool digits_only =
            std::all_of(t.begin(), t.end(), [](char32_t c) { return text::is_ascii_digit(c) || c == '-' || c == ' '; });
        const bool part = contains_any(t, U"号|室|楼|栋|幢|座|层|单元|房|路|街|区") ||
                          (looks_address(m_in, r) > 0.2 && !contains_any(t.substr(0, 4), U"省|市"));
        const bool han = std::any_of(t.begin(), t.end(), text::is_han); // the same in English is no part of it
        const auto before = m_in.folded(last.range);
        const bool mixed = std::none_of(before.begin(), before.end(), text::is_han) != !han;
        joins =
            !digits_only && !mixed && part && find_accounts(m_in, r, 9).empty() && find_phones(m_in, r, false).empty();
    } else if (last.field == Field::bank) {
        joins = ends_with_any(t, U"支行|分行|营业部|分理处|信用社|营业室|营业厅") && !contains(t, U"银行");
    } else if (last.field == Field::name) {
        const bool form = t.starts_with(U"有限") || t.starts_with(U"股份") || t.starts_with(U"责任");
        joins = (form || (last.labelled && !looks_name(m_in, last.range))) &&
                ends_with_any(t, U"公司|中心|厂|部|店|所|社|行");
    }
    if (!joins) return false;
    last.value += text::clean_text(m_in.typed(r));
    if (last.field == Field::tax_id || last.field == Field::account) last.value = text::clean_tax_id(last.value);
    last.range.to = r.to;
    last.confidence = std::min(last.confidence, 0.78);
    last.line = m_line;
    return true;
}

} // namespace goufang::invoice::paste

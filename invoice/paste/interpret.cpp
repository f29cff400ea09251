#include "core/text/fold.h"
#include "core/text/letters.h"
#include "core/text/split.h"
#include "invoice/columns.h"
#include "invoice/paste/found.h"
#include "invoice/paste/notes.h"
#include "invoice/paste/shapes.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

using model::Field;

class Interpreter {
  public:
    Interpreter(const Input& in, Kinds kinds, double cap, std::vector<Found>& out)
        : m_in(in), m_kinds(kinds), m_cap(cap), m_out(out) {}

    void run(Range r) {
        r = m_in.trimmed(r);
        if (looks_blank(m_in, r)) return;
        switch (m_kinds) {
        case k_name:
        case k_holder:
            return name(r);
        case k_tax_id:
            return tax_id(r);
        case k_address:
        case k_address | k_phone:
        case k_address | k_mobile:
        case k_address | k_phone | k_mobile:
            return address(r);
        case k_phone:
        case k_mobile:
        case k_phone | k_mobile:
            return phone(r);
        case k_bank:
        case k_bank | k_account:
        case k_bank_place | k_account:
            return bank(r);
        case k_bank_place:
            if (looks_bank(m_in, r) || contains_any(m_in.folded(r), U"银行|支行|信用社")) return bank(r);
            return address(r);
        case k_account:
            return account(r);
        case k_email:
            if (const auto n = find_email(m_in, r)) put(Field::email, n->range, n->value, n->confidence);
            return;
        case k_delivery:
            for (const Number& n : find_phones(m_in, r, false)) put(Field::mobile, n.range, n.value, m_cap);
            return;
        case k_remark:
            put(Field::remark, r, text::clean_text(m_in.typed(r)), 0.6);
            return;
        default:
            break;
        }
        const std::size_t first = m_out.size();
        by_shape(m_in, r, std::min(m_cap, 0.9), m_out);
        for (std::size_t i = first; i < m_out.size(); ++i) m_out[i].labelled = true;
    }

  private:
    static constexpr std::size_t k_most = 20; ///< buyers behind one label

    void put(Field field, Range r, std::string value, double confidence) {
        if (value.empty()) return;
        if ((field == Field::account || field == Field::tax_id || field == Field::phone) &&
            damage(value, field) != Damage::none)
            confidence = std::min(confidence, 0.3);
        if (value.size() > 300) confidence = std::min(confidence, 0.5);
        m_out.push_back({field, r, std::move(value), std::min(confidence, m_cap), true, false, m_kinds, 0, 0, 0, 0});
    }
    void put_text(Field field, Range r, double confidence) { put(field, r, m_in.value(r), confidence); }
    /// Without a last note that is no part of the value; whether it is one, a person should look.
    Range without_note(Range r, Field field) {
        const Range bare = without_odd_note(m_in, r, field);
        if (bare.to == r.to) return r;
        if (m_in.at(bare.to) != '(') rest({bare.to, r.to}); // 某镇，电话 ...
        m_cap = std::min(m_cap, k_doubt);
        return bare;
    }
    void rest(Range r) {
        const Range all = m_in.trimmed(r);
        r = without_chat(m_in, all);
        if (r.size() < 4) return;
        if (r.size() < all.size()) return by_shape(m_in, r, 0.7, m_out);
        if (looks_chat(m_in, r)) {
            if (const auto mail = find_email(m_in, r)) by_shape(m_in, mail->range, 0.9, m_out);
            return;
        }
        by_shape(m_in, r, 0.75, m_out);
    }

    /// 甲公司、乙公司
    bool names(Range r) {
        std::vector<Range> pieces;
        for (std::size_t from = r.from; from <= r.to && pieces.size() < k_most;) {
            const std::size_t at = m_in.folded({from, r.to}).find(U'、');
            const std::size_t to = at == std::u32string_view::npos ? r.to : from + at;
            pieces.push_back(m_in.trimmed({from, to}));
            from = to + 1;
        }
        if (pieces.size() < 2 ||
            !std::all_of(pieces.begin(), pieces.end(), [&](Range p) { return looks_name(m_in, p); }))
            return false;
        for (const Range p : pieces) put_text(Field::name, p, m_cap);
        return true;
    }

    void name(Range r) {
        if (names(r)) return;
        if (heading(m_in, r) != 0 && !contains(m_in.folded(r), U"(")) return; // 抬头写单位
        if (is_pronoun(m_in, r) || m_in.folded(r) == U"个人") return;
        r = behind_change(without_remark(m_in, r));
        if (const std::size_t colon = m_in.folded(r).find(U':'); colon > 0 && colon <= 6 && r.size() > colon + 3) {
            r = m_in.trimmed({r.from + colon + 1, r.to}); // 抬头用这个：某某公司
            m_cap = std::min(m_cap, 0.78);
        }
        if (const auto id = find_tax_id(m_in, r, false); id && id->range.from > r.from + 2) {
            tax_behind(id->range, id->value, id->confidence);
            rest({id->range.to, r.to});
            r = m_in.trimmed({r.from, id->range.from});
        }
        const std::size_t end = name_end(m_in, r);
        if (end < r.to) {
            rest({end, r.to});
            r = m_in.trimmed({r.from, end});
        }
        r = without_note(chinese_of(without_remark(m_in, without_chat(m_in, r))), Field::name);
        double confidence = 0.7;
        std::size_t han = 0, digits = 0;
        for (std::size_t i = r.from; i < r.to; ++i) {
            han += text::is_han(m_in.at(i));
            digits += text::is_ascii_digit(m_in.at(i));
        }
        if (looks_name(m_in, r))
            confidence = m_cap;
        else if (han == r.size() && han >= 2 && han <= 4)
            confidence = 0.78; // a person
        if (digits > 6 || digits == r.size()) confidence = 0.4;
        const bool street = contains_any(m_in.folded(r), U"路|街|巷|弄|道|号|室|楼") || digits > 0;
        if (looks_bank(m_in, r) || (street && looks_address(m_in, r) > 0.6)) confidence = std::min(confidence, 0.6);
        if (r.size() < 2 || r.size() > 60) confidence = std::min(confidence, 0.5);
        if (contains_any(m_in.folded(r), U":|。|?|!|\"|;")) confidence = std::min(confidence, 0.5);
        // a last note in brackets that is no legal form: it may be no part of the name
        if (!r.empty() && m_in.at(r.to - 1) == ')') {
            const auto t = m_in.folded(r);
            const std::size_t open = t.rfind(U'(');
            if (open != t.npos && !contains_any(t.substr(open), k_legal_forms)) confidence = std::min(confidence, 0.7);
        }
        put_text(Field::name, r, confidence);
    }

    /// 由"某某公司"变更为"某某科技公司": the new one.
    Range behind_change(Range r) {
        for (const std::u32string_view word : {U"变更为", U"更名为", U"改名为", U"更改为", U"改为"})
            if (const std::size_t at = m_in.folded(r).rfind(word); at != std::u32string_view::npos) {
                m_cap = std::min(m_cap, k_doubt);
                return m_in.trimmed({r.from + at + word.size(), r.to});
            }
        return r;
    }

    Range in_han(Range r) {
        const Range han = chinese_address(m_in, r);
        if (han.from > r.from) m_cap = std::min(m_cap, k_doubt);
        return han;
    }

    /// What of a name in two scripts is the title; which one it is leaves a doubt.
    Range chinese_of(Range r) {
        const auto t = m_in.folded(r);
        const auto first = std::find_if(t.begin(), t.end(), text::is_han);
        const std::size_t head = static_cast<std::size_t>(first - t.begin());
        if (head == 0 || first == t.end() || is_word(t[head - 1]) || t[head - 1] == '.' ||
            !looks_name(m_in, {r.from, r.from + head}))
            return r;
        const Range han = m_in.trimmed({r.from + head, r.to});
        if (!looks_name(m_in, han)) return r;
        m_cap = std::min(m_cap, 0.78);
        return han;
    }

    void tax_behind(Range r, const std::string& value, double confidence) { put(Field::tax_id, r, value, confidence); }

    void tax_id(Range r) {
        auto id = find_tax_id(m_in, r, true);
        for (std::size_t n = 0; id && n < k_most; ++n) { // 税号：9199...、9199...
            tax_behind(id->range, id->value, id->confidence);
            rest({r.from, id->range.from});
            r.from = id->range.to;
            id = find_tax_id(m_in, r, false);
        }
        rest(r);
    }

    void address(Range r) {
        r = without_note(in_han(without_postcode(without_remark(m_in, without_chat(m_in, r)))), Field::address);
        const auto phones = find_phones(m_in, r, true);
        // number first: "电话、地址：0571-88880000 杭州市..."
        if (!phones.empty() && phones.front().range.from == r.from && r.to - phones.front().range.to > 5) {
            put(Field::phone, phones.front().range, phones.front().value, phones.front().confidence);
            r = m_in.trimmed({phones.front().range.to, r.to});
            return put_text(Field::address, r, rate_address(r));
        }
        std::string typed(m_in.typed(r));
        const text::Split split = text::split_address_phone(typed);
        if (split.right.empty()) {
            // the phone is not the last thing: what stands behind it has its own look
            const bool inside = !phones.empty() && m_kinds == k_address && is_word(m_in.at(phones.front().range.to)) &&
                                is_word(m_in.at(phones.front().range.from - 1));
            if (inside) return put_text(Field::address, r, 0.7);
            const bool last = !phones.empty() && (m_kinds & k_phone) != 0 && phones.front().range.to == r.to;
            if (!phones.empty() && (last || phones.front().confidence > 0.85)) {
                put(Field::phone, phones.front().range, phones.front().value,
                    std::min(0.75, phones.front().confidence));
                rest({phones.front().range.to, r.to});
                r = m_in.trimmed({r.from, phones.front().range.from});
            }
            if (const Range head = before_bank(r); head.to < r.to) {
                rest({head.to, r.to});
                return put_text(Field::address, head, 0.7);
            }
            const double doubt = split.doubtful ? 0.7 : 1;
            return put_text(Field::address, r, std::min(doubt, rate_address(r)));
        }
        const std::size_t right = typed.rfind(split.right);
        const std::size_t at = m_in.character(r.from, right);
        Range left{r.from, m_in.character(r.from, split.left.size())};
        Range number{at, m_in.character(r.from, right + split.right.size())};
        if (!phones.empty() && phones.back().range.to == number.to && phones.back().range.from < number.from) {
            number = phones.back().range; // "0994 - 2341234"
            left.to = std::min(left.to, number.from);
        }
        double confidence = split.doubtful ? 0.75 : 0.92;
        // a bare comma, slash or label between the two leaves no doubt
        const auto exact = find_phones(m_in, number, true);
        if (exact.size() == 1 && exact[0].range.to == number.to &&
            exact[0].range.from <= number.from + (m_in.at(number.from) == '+' ? 1U : 0U)) {
            const bool parted = number.from > left.to;
            if (exact[0].confidence >= 0.85) confidence = parted ? 0.92 : std::max(confidence, 0.8);
            put(Field::phone, exact[0].range, exact[0].value, confidence);
        } else if (exact.size() > 1 && exact[0].range.from == number.from) {
            put(Field::phone, exact[0].range, exact[0].value, 0.75);
        } else {
            put_text(Field::phone, number, std::min(confidence, 0.75));
        }
        put_text(Field::address, m_in.trimmed(left), std::min(confidence, rate_address(m_in.trimmed(left))));
    }

    /// "... 8号 310012": six digits apart from the rest.
    Range without_postcode(Range r) {
        std::size_t from = r.to;
        while (from > r.from && text::is_ascii_digit(m_in.at(from - 1))) --from;
        if (r.to - from != 6 || from < r.from + 6 || m_in.at(from - 1) != ' ' || !text::is_han(m_in.at(r.from)))
            return r;
        m_cap = std::min(m_cap, 0.75);
        return m_in.trimmed({r.from, from});
    }

    double rate_address(Range r) const {
        if (r.size() < 4) return 0.5;
        if (looks_name(m_in, r) || looks_bank(m_in, r)) return 0.6;
        if (contains(m_in.folded(r), U":")) return 0.6;
        return looks_address(m_in, r) >= 0.4 ? m_cap : 0.72;
    }

    /// What stands before the account, if one is there.
    Range words(std::size_t from, std::size_t to) const {
        const auto accounts = find_accounts(m_in, {from, to}, 9);
        return m_in.trimmed({from, accounts.empty() ? to : accounts.front().range.from});
    }

    /// Without a bank that follows after a space.
    Range before_bank(Range r) const {
        for (std::size_t i = r.from + 5; i < r.to; ++i)
            if ((m_in.at(i) == ' ' || m_in.at(i) == ',' || m_in.at(i) == ';') && looks_bank(m_in, words(i, r.to)) &&
                looks_address(m_in, {r.from, i}) > 0.4)
                return m_in.trimmed({r.from, i});
        return r;
    }

    void phone(Range r) {
        auto phones = find_phones(m_in, r, true);
        for (std::size_t i = 1; i < phones.size(); ++i) // what follows other words is something else
            if (looks_bank(m_in, {phones[i - 1].range.to, phones[i].range.from}) ||
                looks_address(m_in, m_in.trimmed({phones[i - 1].range.to, phones[i].range.from})) > 0.4)
                phones.resize(i);
        if (phones.empty()) {
            if (const auto id = find_tax_id(m_in, r, false); id && id->confidence > 0.9)
                return tax_behind(id->range, id->value, 0.75); // "T: 9199..."
            r = without_chat(m_in, r);
            std::string compact;
            std::size_t digits = 0;
            for (std::size_t i = r.from; i < r.to; ++i) {
                digits += text::is_ascii_digit(m_in.at(i));
                if (m_in.at(i) != ' ')
                    compact +=
                        text::is_ascii_digit(m_in.at(i)) || m_in.at(i) == '-' ? static_cast<char>(m_in.at(i)) : '?';
            }
            // "0580-3661 234": a scan's space
            const Input joined(compact);
            if (const auto n = find_phones(joined, {0, joined.size()}, false);
                n.size() == 1 && n[0].range.size() == compact.size())
                return put(Field::phone, r, n[0].value, 0.7);
            if (digits >= 3 && r.size() <= 40)
                put_text(Field::phone, r, 0.5);
            else
                rest(r);
            return;
        }
        if (looks_chat(m_in, r)) m_cap = std::min(m_cap, 0.75); // whoever's it is
        if (phones.size() == 1) {
            bool rest_before = false; // "04 123 4567": digits that belong to it, perhaps
            for (std::size_t i = r.from; i < phones[0].range.from; ++i) rest_before |= text::is_ascii_digit(m_in.at(i));
            put(Field::phone, phones[0].range, phones[0].value,
                phones[0].confidence > 0.6 && !rest_before ? m_cap : 0.6);
        } else {
            put(Field::phone, phones[0].range, phones[0].value, 0.75);
            for (const Number& n : phones) // a mobile beside it has a field of its own
                if (&n != &phones.front() && n.value.size() == 11 && n.value[0] == '1') {
                    put(Field::phone, n.range, n.value, 0.6);
                    m_out.back().kind = k_mobile;
                }
        }
        if (phones.front().range.from > r.from + 4) rest({r.from, phones.front().range.from});
        rest({phones.back().range.to, r.to});
    }

    void bank(Range r) {
        r = without_account_kind(m_in, without_remark(m_in, without_chat(m_in, r)));
        auto accounts = find_accounts(m_in, r, 8);
        if (accounts.empty()) {
            r = without_note(r, Field::bank);
            return put_text(Field::bank, r, rate_bank(r));
        }
        for (const Number& n : accounts) {
            // the words before a further account are its bank
            const std::size_t from = &n == &accounts.front() ? r.from : (&n - 1)->range.to;
            std::size_t to = n.range.from;
            Range words = m_in.trimmed({from, to});
            words = without_account_word(m_in, words);
            const bool open = to > from && m_in.at(to - 1) == '(';
            if (open && words.to == to) --words.to;
            if (!words.empty() && m_in.at(words.to - 1) == '(') --words.to;
            words = without_account_kind(m_in, m_in.trimmed(words));
            if (words.size() >= 3 && (&n == &accounts.front() || looks_bank(m_in, words)))
                put_text(Field::bank, words, rate_bank(words));
            const bool whole = n.confidence >= 0.8;
            put(Field::account, n.range, n.value, &n == &accounts.front() && whole ? 0.92 : 0.65);
        }
        if (accounts.front().range.from == r.from) { // number first
            const Range words = m_in.trimmed({accounts.back().range.to, r.to});
            if (looks_bank(m_in, words)) put_text(Field::bank, words, rate_bank(words));
        }
    }
    double rate_bank(Range r) const {
        if (contains(m_in.folded(r), U":") || looks_name(m_in, r)) return 0.6;
        if (r.size() < 3) return 0.6;
        return looks_bank(m_in, r) ? m_cap : 0.7;
    }

    void account(Range r) {
        const auto accounts = find_accounts(m_in, r, 5);
        if (accounts.empty()) return rest(r);
        for (const Number& n : accounts) {
            if (&n != &accounts.front() && n.value.size() < 9) continue;
            double confidence = n.confidence >= 0.8 ? m_cap : 0.6;
            if (&n != &accounts.front()) confidence = 0.65;
            if (n.value.size() == 11 && !find_phones(m_in, n.range, false).empty()) confidence = 0.6;
            if (n.value.size() > 30) confidence = 0.5;
            put(Field::account, n.range, n.value, confidence);
        }
        const Range words = without_account_word(m_in, m_in.trimmed({r.from, accounts.front().range.from}));
        if (words.size() >= 4 && looks_bank(m_in, words)) put_text(Field::bank, words, 0.85);
        const Range behind = m_in.trimmed({accounts.back().range.to, r.to});
        if (behind.size() >= 4 && looks_bank(m_in, behind)) put_text(Field::bank, behind, 0.78);
    }

    const Input& m_in;
    Kinds m_kinds;
    double m_cap;
    std::vector<Found>& m_out;
};

} // namespace

void interpret(const Input& in, Kinds kinds, Range r, double cap, std::vector<Found>& out) {
    Interpreter(in, kinds, cap, out).run(r);
}

} // namespace goufang::invoice::paste

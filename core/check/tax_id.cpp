#include "core/check/tax_id.h"

#include "core/check/check_chars.h"
#include "core/check/regions.h"

#include <algorithm>
#include <utility>

namespace goufang::check {
namespace {

using namespace chars;
using model::Kind;

bool alphanumeric(char c) { return is_digit(c) || is_upper(c); }
int value31(char c) { return k_value31[static_cast<unsigned char>(c)]; }

/// The character at byte `at` of valid UTF-8 text, whole.
std::string character_at(std::string_view s, std::size_t at) {
    std::size_t end = at + 1;
    while (end < s.size() && (static_cast<unsigned char>(s[end]) & 0xC0) == 0x80) ++end;
    return std::string(s.substr(at, end - at));
}

std::size_t characters_before(std::string_view s, std::size_t at) {
    std::size_t n = 0;
    for (const char c : s.substr(0, at)) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return n;
}

TaxIdVerdict fault(TaxIdForm form, Severity severity, std::string_view rule, std::string_view sentence,
                   std::vector<std::string> args) {
    TaxIdVerdict v;
    v.form = form;
    v.severity = severity;
    v.rule = rule;
    v.sentence = sentence;
    v.args = std::move(args);
    return v;
}

TaxIdVerdict fine(TaxIdForm form, std::string_view note = {}) {
    TaxIdVerdict v;
    v.form = form;
    v.ok = true;
    if (!note.empty()) {
        v.severity = Severity::note;
        v.rule = note;
        v.sentence = note;
    }
    return v;
}

/// "position, expected, found": what stands there and what should.
TaxIdVerdict wrong_char(TaxIdForm form, Severity severity, std::string_view rule, std::string_view sentence,
                        std::size_t position, char expected, char found) {
    TaxIdVerdict v = fault(form, severity, rule, sentence,
                           {std::to_string(position), std::string(1, expected), std::string(1, found)});
    v.position = position;
    v.expected = expected;
    v.found = found;
    return v;
}

void offer(TaxIdVerdict& v, std::string repaired) {
    v.args.push_back(repaired);
    v.repair = std::move(repaired);
}

TaxIdVerdict wrong_length(std::size_t length) {
    return fault(TaxIdForm::unknown, Severity::error, "tax_id.length", "tax_id.length", {std::to_string(length)});
}

// --- identity cards

bool looks_like_id(std::string_view s) {
    return s.size() == 18 && all_digits(s.substr(0, 17)) && (is_digit(s[17]) || s[17] == 'X');
}

bool id_prefix_known(std::string_view s) {
    return province_known(s) && !s.starts_with("10") && !s.starts_with(k_reserved_region);
}

/// 9 + province of application + 3-digit country + date + serial (from 2023-12-01).
bool foreign_resident_valid(std::string_view s) {
    return looks_like_id(s) && s[0] == '9' && id_prefix_known(s.substr(1)) && birth_date_valid(s.substr(6, 8)) &&
           id_check_char(s) == s[17];
}

bool old_id_date_valid(std::string_view yymmdd) { return birth_date_valid("19" + std::string(yymmdd)); }

TaxIdVerdict wrong_id(std::string_view s) {
    if (!birth_date_valid(s.substr(6, 8))) {
        TaxIdVerdict v = fault(TaxIdForm::id_card, Severity::error, "tax_id.id_date", "tax_id.id_date",
                               {"7", std::string(s.substr(6, 8))});
        v.position = 7;
        v.found = s[6];
        return v;
    }
    const char expected = id_check_char(s);
    if (expected != s[17])
        return wrong_char(TaxIdForm::id_card, Severity::error, "tax_id.id_check", "tax_id.id_check", 18, expected,
                          s[17]);
    // date and check are right, the region is not: no more than a note
    TaxIdVerdict v = fine(TaxIdForm::id_card, "tax_id.region");
    v.args = {"1", std::string(s.substr(0, 4))};
    return v;
}

// --- credit codes

bool region_digits(std::string_view s) { return all_digits(s.substr(2, 6)); }
bool org_right(std::string_view s) { return org_check_char(s.substr(8)) == s[16]; }
bool belongs_to_market(std::string_view s) { return s.substr(8, 2) == "MA"; }

bool repair_fits(std::string_view s) {
    return uscc_valid(s) && region_digits(s) && province_known(s.substr(2)) && department_known(s[0], s[1]);
}

TaxIdVerdict wrong_uscc_char(std::string_view s, std::size_t first_bad, std::size_t bad) {
    const bool region = first_bad >= 2 && first_bad < 8 && value31(s[first_bad]) >= 0;
    std::string id = region ? "tax_id.not_digit" : "tax_id.bad_char";
    TaxIdVerdict v = fault(TaxIdForm::uscc, Severity::error, "tax_id.bad_char", id,
                           {std::to_string(first_bad + 1), std::string(1, s[first_bad])});
    v.position = first_bad + 1;
    v.found = s[first_bad];

    std::vector<std::string> repairs;
    if (bad == 1) {
        for (const char c : k_alphabet31) {
            std::string t(s);
            t[first_bad] = c;
            if (repair_fits(t)) repairs.push_back(std::move(t));
        }
    } else {
        for (const char for_v : {'U', 'Y'}) { // letters that are taken for others, all at once
            constexpr std::string_view from = "IOSVZ", to = "105?2";
            std::string t(s);
            for (char& c : t)
                if (const std::size_t at = from.find(c); at != from.npos) c = c == 'V' ? for_v : to[at];
            if (repair_fits(t) && std::find(repairs.begin(), repairs.end(), t) == repairs.end())
                repairs.push_back(std::move(t));
        }
    }
    if (repairs.size() == 1) {
        v.expected = repairs.front()[first_bad];
        v.sentence += "_fits";
        v.args.emplace_back(1, v.expected);
        offer(v, std::move(repairs.front()));
    }
    return v;
}

TaxIdVerdict judge_uscc(std::string_view s) {
    std::size_t bad = 0, first_bad = 0;
    for (std::size_t i = s.size(); i-- > 0;)
        if (value31(s[i]) < 0 || (i >= 2 && i < 8 && !is_digit(s[i]))) ++bad, first_bad = i;
    if (bad) return wrong_uscc_char(s, first_bad, bad);

    const char expected = uscc_check_char(s);
    const bool outer = expected == s[17], inner = org_right(s);
    if (outer && inner) {
        if (!province_known(s.substr(2))) {
            TaxIdVerdict v = fault(TaxIdForm::uscc, Severity::error, "tax_id.province", "tax_id.province",
                                   {"3", std::string(s.substr(2, 2))});
            v.position = 3;
            v.found = s[2];
            return v;
        }
        TaxIdVerdict v = fine(TaxIdForm::uscc);
        if (!department_known(s[0], s[1])) v.notes.push_back({"tax_id.department", {std::string(s.substr(0, 2))}});
        if (!prefecture_known(s.substr(2)) && s.substr(2, 6) != k_reserved_region)
            v.notes.push_back({"tax_id.region", {"3", std::string(s.substr(2, 4))}});
        return v;
    }
    if (outer)
        return wrong_char(TaxIdForm::uscc, Severity::warning, "tax_id.org_check", "tax_id.org_check", 17,
                          org_check_char(s.substr(8)), s[16]);
    if (inner && s.starts_with("9135") && s.substr(8, 4) == "M000")
        return fine(TaxIdForm::fujian_pilot, "tax_id.fujian");

    const std::vector<Repair> repairs = uscc_repairs(s);
    if (repairs.size() == 1) {
        const auto [position, character] = repairs.front();
        TaxIdVerdict v =
            wrong_char(TaxIdForm::uscc, Severity::error, "tax_id.check_digit",
                       position == 18 ? "tax_id.check_digit" : "tax_id.one_char", position, character, s[position - 1]);
        std::string repaired(s);
        repaired[position - 1] = character;
        offer(v, std::move(repaired));
        return v;
    }
    if (inner)
        return wrong_char(TaxIdForm::uscc, Severity::error, "tax_id.check_digit", "tax_id.check_digit_or", 18, expected,
                          s[17]);
    return fault(TaxIdForm::uscc, Severity::error, "tax_id.check_digit", "tax_id.both_checks", {});
}

// --- by length

TaxIdVerdict judge_15(std::string_view s, Kind kind) {
    if (s[0] == 'J' && all_digits(s.substr(1))) return fine(TaxIdForm::military_J);
    if (!all_digits(s.substr(0, 6))) return wrong_length(15);
    const bool digits = all_digits(s);
    if (kind == Kind::person && digits && old_id_date_valid(s.substr(6, 6)))
        return fine(TaxIdForm::id_card, "tax_id.id_15");
    const char expected = org_check_char(s.substr(6));
    if (expected == s[14]) return fine(TaxIdForm::old_15, "tax_id.old_15");
    if (digits && iso7064_mod11_10_valid(s))
        return fault(TaxIdForm::registration_15, Severity::warning, "tax_id.registration_15", "tax_id.registration_15",
                     {});
    return wrong_char(TaxIdForm::old_15, Severity::warning, "tax_id.old_15_check", "tax_id.old_15_check", 15, expected,
                      s[14]);
}

TaxIdVerdict judge_18(std::string_view s, Kind kind) {
    if (looks_like_id(s)) {
        if (id_card_valid(s)) return fine(TaxIdForm::id_card);
        if (foreign_resident_valid(s)) return fine(TaxIdForm::foreign_resident);
    }
    const std::string_view year = s.substr(1, 4);
    if (std::string_view("CHLMTW").find(s[0]) != std::string_view::npos && all_digits(s.substr(1)) && year >= "1980" &&
        year < "2100")
        return fine(TaxIdForm::person_letter);
    // not valid as either: an identity card when it has one's shape, unless the organisation check speaks against it
    if (looks_like_id(s) && !org_right(s) &&
        (kind == Kind::person ||
         (id_prefix_known(s) && birth_date_valid(s.substr(6, 8)) && uscc_check_char(s) != s[17])))
        return wrong_id(s);
    return judge_uscc(s);
}

TaxIdVerdict judge_19(std::string_view s, Kind kind) {
    if (s[0] != 'L') return wrong_length(19);
    TaxIdVerdict v = judge_18(s.substr(1), kind);
    if (v.ok) return fine(TaxIdForm::temporary_L, "tax_id.temporary");
    v.form = TaxIdForm::temporary_L;
    if (v.position) {
        v.args.front() = std::to_string(++v.position);
    }
    if (v.repair) v.args.back() = *(v.repair = 'L' + *v.repair);
    return v;
}

TaxIdVerdict judge_20(std::string_view s) {
    const std::string_view id = s.substr(0, 18);
    if (!looks_like_id(id) || !all_digits(s.substr(18)) || (!id_prefix_known(id) && !birth_date_valid(id.substr(6, 8))))
        return wrong_length(20);
    TaxIdVerdict v = id_card_valid(id) ? fine(TaxIdForm::id_card) : wrong_id(id);
    v.form = TaxIdForm::individual_20;
    return v;
}

/// The usual case: a valid credit code with nothing to note and no likeness to an identity card.
bool uscc_unremarkable(std::string_view s) {
    return uscc_valid(s) && s[0] == '9' && department_known('9', s[1]) && is_upper(s[8]) && region_digits(s) &&
           (prefecture_known(s.substr(2)) || s.substr(2, 6) == k_reserved_region);
}

} // namespace

bool id_card_valid(std::string_view s) {
    return looks_like_id(s) && id_prefix_known(s) && birth_date_valid(s.substr(6, 8)) && id_check_char(s) == s[17];
}

std::vector<Repair> uscc_repairs(std::string_view code) {
    std::vector<Repair> repairs;
    if (code.size() != 18) return repairs;
    // weight of the check character is 1: the whole sum is 0 modulo 31
    std::array<unsigned, 18> weight{};
    unsigned sum = 0, outside = 0, outside_at = 0;
    for (unsigned i = 0; i < 18; ++i) {
        weight[i] = i < 17 ? k_weight31[i] : 1;
        const int v = value31(code[i]);
        if (v < 0)
            ++outside, outside_at = i;
        else
            sum += static_cast<unsigned>(v) * weight[i];
    }
    if (outside > 1) return repairs;
    for (unsigned i = 0; i < 18; ++i) {
        if (outside && i != outside_at) continue;
        const int v = value31(code[i]);
        const unsigned rest = (sum + 31 * 31 - (v < 0 ? 0 : static_cast<unsigned>(v) * weight[i])) % 31;
        unsigned inverse = 1;
        while (inverse * weight[i] % 31 != 1) ++inverse;
        const char c = k_alphabet31[(31 - rest) * inverse % 31];
        if (c == code[i]) continue;
        if (i == 0 && code[0] == '9' && belongs_to_market(code)) continue;
        std::string t(code);
        t[i] = c;
        if (repair_fits(t)) repairs.push_back({i + 1, c});
    }
    return repairs;
}

bool department_known(char department, char category) {
    constexpr std::pair<char, std::string_view> table[] = {
        {'1', "1239"}, {'2', "19"}, {'3', "123459"}, {'4', "19"}, {'5', "1239"}, {'6', "129"},
        {'7', "12"},   {'8', "19"}, {'9', "1239"},   {'A', "19"}, {'N', "1239"}, {'Y', "1"},
    };
    for (const auto& [first, second] : table)
        if (first == department) return second.find(category) != second.npos;
    return false;
}

std::optional<Kind> kind_by_code(std::string_view s) {
    if (s.size() != 18) return std::nullopt;
    switch (s[0]) {
    case '9':
        return s[1] == '2' ? Kind::sole_trader : Kind::enterprise;
    case '1':
    case '5':
    case '8':
    case 'A':
        return Kind::institution;
    default:
        return std::nullopt;
    }
}

std::optional<Kind> proposed_kind(std::string_view tax_id) {
    const std::optional<Kind> kind = kind_by_code(tax_id);
    return kind && uscc_valid(tax_id) && !id_card_valid(tax_id) ? kind : std::nullopt;
}

TaxIdVerdict judge_tax_id(std::string_view s, Kind kind) {
    if (s.empty()) return fine(TaxIdForm::empty);
    if (uscc_unremarkable(s)) return fine(TaxIdForm::uscc);
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (alphanumeric(s[i])) continue;
        const std::size_t position = characters_before(s, i) + 1;
        TaxIdVerdict v = fault(TaxIdForm::unknown, Severity::error, "tax_id.bad_char", "tax_id.bad_char",
                               {std::to_string(position), character_at(s, i)});
        v.position = position;
        v.found = static_cast<unsigned char>(s[i]) < 0x80 ? s[i] : 0;
        if (s.size() == 18 && kind != Kind::overseas) {
            TaxIdVerdict as_uscc = judge_uscc(s);
            if (as_uscc.repair) return as_uscc;
        }
        return v;
    }
    if (kind == Kind::overseas) {
        if (s.size() > 20) return wrong_length(s.size());
        if (uscc_valid(s)) return judge_uscc(s);
        return fine(TaxIdForm::foreign);
    }
    switch (s.size()) {
    case 15:
        return judge_15(s, kind);
    case 17:
        if (all_digits(s) && old_id_date_valid(s.substr(6, 6))) return fine(TaxIdForm::person_17, "tax_id.person_17");
        return wrong_length(17);
    case 18:
        return judge_18(s, kind);
    case 19:
        return judge_19(s, kind);
    case 20:
        return judge_20(s);
    default:
        return wrong_length(s.size());
    }
}

TaxIdVerdict judge_for_client(std::string_view s) {
    if (s.empty()) return fine(TaxIdForm::empty);
    const auto refused = [](std::string_view sentence, std::vector<std::string> args) {
        return fault(TaxIdForm::unknown, Severity::error, "tax_id.client", sentence, std::move(args));
    };
    for (std::size_t i = 0; i < s.size(); ++i)
        if (!alphanumeric(s[i]))
            return refused("tax_id.client_chars", {std::to_string(characters_before(s, i) + 1), character_at(s, i)});
    if (s.size() < 6 || s.size() > 20) return refused("tax_id.client_length", {std::to_string(s.size())});
    if (s == "000000123456789") return refused("tax_id.client_form", {});
    // digits from place a to place b, both 1-based
    const auto digits = [&](std::size_t a, std::size_t b) { return all_digits(s.substr(a - 1, b - a + 1)); };
    bool taken = true;
    if (s.size() >= 19) {
        taken = digits(1, 15) || digits(1, 17) || digits(2, 16) || digits(2, 18) ||
                (digits(1, 6) && s.substr(6).find_first_of("IOSZ") == s.npos);
    } else if (s.size() >= 16) {
        taken = digits(1, 6) || digits(2, 7) || digits(3, 8);
    }
    if (!taken) return refused("tax_id.client_form", {});
    return fine(TaxIdForm::unknown);
}

} // namespace goufang::check

#include "core/check/check.h"
#include "core/check/check_chars.h"
#include "core/check/foreign_id.h"
#include "core/check/regions.h"
#include "core/check/tax_id.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

using namespace goufang;
using namespace goufang::check;
using model::Kind;
using test::Random;

namespace {

constexpr std::string_view k_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

TaxIdVerdict judge(std::string_view s, Kind kind = Kind::enterprise) { return judge_tax_id(s, kind); }

std::size_t cases(std::size_t normal) {
    const char* n = std::getenv("GOUFANG_CASES");
    return std::max<std::size_t>(n ? std::strtoull(n, nullptr, 10) : 0, normal); // more, never less
}

/// What the header promises as a repair, found by trying everything.
std::set<std::string> repairs_by_force(const std::string& s) {
    std::set<std::string> good;
    for (std::size_t i = 0; i < 18; ++i) {
        if (i == 0 && s[0] == '9' && s.substr(8, 2) == "MA") continue;
        for (const char c : k_alphabet) {
            std::string t = s;
            t[i] = c;
            if (t == s) continue;
            bool alphabet = true, digits = true;
            for (const char x : t) alphabet = alphabet && k_alphabet.find(x) != k_alphabet.npos;
            for (const char x : t.substr(2, 6)) digits = digits && x >= '0' && x <= '9';
            if (alphabet && digits && test::uscc_check(t) == t[17] && test::org_check(t.substr(8, 8)) == t[16] &&
                province_known(t.substr(2)) && department_known(t[0], t[1]))
                good.insert(t);
        }
    }
    return good;
}

} // namespace

TEST_CASE("the two samples of the credit code explainer") {
    const TaxIdVerdict wrong = judge("91999999MA00000155");
    CHECK_FALSE(wrong.ok);
    CHECK(wrong.form == TaxIdForm::uscc);
    CHECK(wrong.position == 18);
    CHECK(wrong.found == '5');
    CHECK(wrong.expected == '4');
    CHECK(wrong.severity == Severity::error);
    CHECK(wrong.sentence == "tax_id.check_digit");
    CHECK(wrong.repair.value_or("") == "91999999MA00000154");
    CHECK(wrong.args == std::vector<std::string>{"18", "4", "5", "91999999MA00000154"});

    const TaxIdVerdict letter = judge("91999999MAO0000154");
    CHECK(letter.position == 11);
    CHECK(letter.found == 'O');
    CHECK(letter.expected == '0');
    CHECK(letter.sentence == "tax_id.bad_char_fits");
    CHECK(letter.repair.value_or("") == "91999999MA00000154");
    CHECK(letter.args == std::vector<std::string>{"11", "O", "0", "91999999MA00000154"});

    const TaxIdVerdict right = judge("91999999MA00000154");
    CHECK(right.ok);
    CHECK(right.sentence.empty());
    CHECK(right.notes.empty());
}

TEST_CASE("credit codes of every department pass, with and without the table") {
    Random r(1);
    for (const char* head : {"11", "12", "13", "19", "21", "31", "41", "51", "52", "53", "61", "71", "72",
                             "81", "89", "91", "92", "93", "99", "A1", "A9", "N1", "N2", "N3", "N9", "Y1"}) {
        const std::string code = test::make_uscc(head, "330106", r.digits(8));
        INFO(code);
        CHECK(uscc_valid(code));
        CHECK(department_known(head[0], head[1]));
        CHECK(judge(code).ok);
        CHECK(judge(code).notes.empty());
    }
    for (const char* head : {"94", "10", "B1", "A2", "Y2", "00", "X1"}) {
        const std::string code = test::make_uscc(head, "330106", r.digits(8));
        INFO(code);
        const TaxIdVerdict v = judge(code);
        CHECK(v.ok);
        REQUIRE(v.notes.size() == 1);
        CHECK(v.notes[0].rule == "tax_id.department");
    }
    // sum 0 gives the check character '0'
    CHECK(uscc_check_char("00000000000000000") == '0');
    CHECK(uscc_check_char("9199999900000000I") == 0);
    CHECK(org_check_char("0000000!") == 0);
    CHECK_FALSE(uscc_valid(""));
    CHECK_FALSE(uscc_valid("91999999MA0000015"));
    CHECK_FALSE(uscc_valid("91999999ma00000154"));
    CHECK(uscc_valid("91350100M000100Y43")); // the standard's own example
}

TEST_CASE("check characters agree with an independent reckoning") {
    Random r(2);
    for (std::size_t i = 0; i < cases(6000); ++i) {
        std::string s;
        for (int k = 0; k < 17; ++k) s += r.pick(k_alphabet);
        REQUIRE(uscc_check_char(s) == test::uscc_check(s));
        REQUIRE(org_check_char(s.substr(8, 8)) == test::org_check(s.substr(8, 8)));
        const std::string whole = s + r.pick(k_alphabet);
        const bool expected = whole[17] == test::uscc_check(s) && whole[16] == test::org_check(whole.substr(8, 8));
        REQUIRE(uscc_valid(whole) == expected);
    }
}

TEST_CASE("one wrong character at any place: what is said is true, no wrong repair is offered") {
    Random r(3);
    std::map<std::string, int> said;
    std::size_t repaired = 0, all = 0;
    for (std::size_t i = 0; i < cases(120); ++i) {
        const bool reserved = r.one_in(2);
        const std::string head = r.pick(std::vector<std::string>{"91", "92", "93", "51", "12", "N2"});
        const std::string region = reserved ? "999999" : r.pick(std::vector<std::string>{"330106", "110108", "440300"});
        const std::string body = (r.one_in(2) && head[0] == '9' ? "MA" : r.digits(2)) + r.digits(6);
        const std::string original = test::make_uscc(head, region, body);
        for (std::size_t at = 0; at < 18; ++at) {
            std::string s = original;
            do {
                s[at] = static_cast<char>(r.one_in(4) ? "IOSVZ"[r.below(5)] : r.pick(k_alphabet));
            } while (s[at] == original[at]);
            INFO(original << " -> " << s);
            const TaxIdVerdict v = judge(s);
            ++all;
            ++said[v.sentence];
            if (v.form != TaxIdForm::uscc && v.ok) continue; // may happen: an identity card's number
            REQUIRE_FALSE(uscc_valid(s));                    // a single substitution is always found
            REQUIRE_FALSE(v.ok);
            REQUIRE(v.severity == Severity::error);
            const std::set<std::string> good = repairs_by_force(s);
            if (v.form != TaxIdForm::uscc) continue; // taken for a mistyped identity card
            REQUIRE(good.contains(original));
            if (v.repair) {
                REQUIRE(*v.repair == original);
                REQUIRE(good.size() == 1);
                REQUIRE(v.position == at + 1);
                REQUIRE(v.expected == original[at]);
                ++repaired;
            } else if (k_alphabet.find(s[at]) != k_alphabet.npos && !(at >= 2 && at < 8 && s[at] > '9')) {
                REQUIRE(good.size() != 1);
            } else {
                FAIL("a character that cannot stand there has exactly one repair");
            }
            if (v.position) REQUIRE(v.found == s[v.position - 1]);
            if (v.sentence == "tax_id.check_digit_or") { // conditional: true for the other characters as they stand
                REQUIRE(v.position == 18);
                REQUIRE(v.expected == test::uscc_check(s.substr(0, 17)));
            }
        }
    }
    CHECK(said["tax_id.check_digit"] > 0);
    CHECK(said["tax_id.check_digit_or"] > 0);
    CHECK(said["tax_id.one_char"] > 0);
    CHECK(said["tax_id.both_checks"] > 0);
    CHECK(said["tax_id.bad_char_fits"] > 0);
    CHECK(said["tax_id.not_digit_fits"] > 0);
    CHECK(repaired * 3 > all); // the offer is made often enough to be of use
}

TEST_CASE("repairs are exactly those found by trying everything") {
    Random r(4);
    for (std::size_t i = 0; i < cases(400); ++i) {
        std::string s =
            test::make_uscc("91", r.one_in(2) ? "999999" : "330106", r.one_in(2) ? "MA" + r.digits(6) : r.digits(8));
        for (std::size_t n = r.between(1, 2); n--;) s[r.below(18)] = r.pick(k_alphabet);
        std::set<std::string> found;
        for (const Repair& repair : uscc_repairs(s)) {
            std::string t = s;
            t[repair.position - 1] = repair.character;
            found.insert(t);
        }
        INFO(s);
        REQUIRE(found == repairs_by_force(s));
    }
    CHECK(uscc_repairs("123").empty());
    CHECK(uscc_repairs("IOIOIOIOIOIOIOIOIO").empty());
}

TEST_CASE("several letters that are no letters of the alphabet, read as what they look like") {
    const TaxIdVerdict v = judge("9I999999MAOOOOO1S4");
    CHECK(v.position == 2);
    CHECK(v.found == 'I');
    CHECK(v.expected == '1');
    CHECK(v.repair.value_or("") == "91999999MA00000154");
    const TaxIdVerdict none = judge("9I999999MAOOOOO1S5");
    CHECK(none.position == 2);
    CHECK(none.sentence == "tax_id.bad_char");
    CHECK_FALSE(none.repair);
    CHECK(none.args == std::vector<std::string>{"2", "I"});
}

TEST_CASE("a character that is neither digit nor letter is placed, also beyond ASCII") {
    const TaxIdVerdict v = judge("91999999MA0000甲154");
    CHECK(v.position == 15);
    CHECK(v.sentence == "tax_id.bad_char");
    CHECK(v.args == std::vector<std::string>{"15", "甲"});
    CHECK(judge("91999999MA000001*4").repair.value_or("") == "91999999MA00000154");
    CHECK(judge("12*").position == 3);
}

TEST_CASE("adjacent characters exchanged are found") {
    Random r(5);
    for (int i = 0; i < 2000; ++i) {
        std::string s = test::random_uscc(r);
        const std::size_t at = r.below(17);
        if (s[at] == s[at + 1]) continue;
        std::swap(s[at], s[at + 1]);
        INFO(s);
        REQUIRE_FALSE(judge(s).ok);
    }
}

TEST_CASE("pilot codes of Fujian pass with a note, others of that shape do not") {
    Random r(6);
    for (int i = 0; i < 300; ++i) {
        std::string s = test::make_uscc("91", "350211", "M000" + r.digits(4));
        s[17] = s[17] == '7' ? '8' : '7';
        const TaxIdVerdict v = judge(s);
        REQUIRE(v.ok);
        REQUIRE(v.form == TaxIdForm::fujian_pilot);
        REQUIRE(v.sentence == "tax_id.fujian");
        REQUIRE(v.severity == Severity::note);
        s[16] = s[16] == '1' ? '2' : '1'; // organisation check wrong: no pilot code
        REQUIRE_FALSE(judge(s).ok);
        std::string elsewhere = test::make_uscc("91", "330106", "M000" + r.digits(4));
        elsewhere[17] = elsewhere[17] == '7' ? '8' : '7';
        REQUIRE_FALSE(judge(elsewhere).ok);
    }
}

TEST_CASE("organisation check wrong under a right outer check is a warning") {
    Random r(7);
    for (int i = 0; i < 200; ++i) {
        std::string s = test::random_uscc(r);
        s[16] = s[16] == '1' ? '2' : '1';
        s[17] = test::uscc_check(s.substr(0, 17));
        const TaxIdVerdict v = judge(s);
        REQUIRE(v.sentence == "tax_id.org_check");
        REQUIRE(v.severity == Severity::warning);
        REQUIRE(v.position == 17);
        REQUIRE(v.expected == test::org_check(s.substr(8, 8)));
        REQUIRE_FALSE(v.repair);
    }
}

TEST_CASE("regions: unknown province is an error, anything finer a note, the reserved one is fine") {
    const std::string body = "MA123456";
    CHECK(judge(test::make_uscc("91", "999999", body)).notes.empty());
    CHECK(judge(test::make_uscc("91", "100000", body)).notes.empty());
    CHECK(judge(test::make_uscc("91", "330113", body)).notes.empty());
    CHECK(judge(test::make_uscc("91", "610131", body)).notes.empty());
    const TaxIdVerdict fine = judge(test::make_uscc("91", "339800", body));
    CHECK(fine.ok);
    REQUIRE(fine.notes.size() == 1);
    CHECK(fine.notes[0].rule == "tax_id.region");
    for (const char* region : {"990000", "999998", "000000", "160000", "840000"}) {
        const TaxIdVerdict v = judge(test::make_uscc("91", region, body));
        INFO(region);
        CHECK(v.sentence == "tax_id.province");
        CHECK(v.severity == Severity::error);
        CHECK(v.position == 3);
    }
    CHECK(region_name("330106") == "浙江省杭州市");
    CHECK(region_name("339999") == "浙江省");
    CHECK(region_name("99").empty());
    CHECK(region_name("3").empty());
    CHECK(province_known("10"));
    CHECK_FALSE(province_known("9999"));
    CHECK(prefecture_known("3209")); // Yancheng
    CHECK(prefecture_known("3421")); // abolished
    CHECK_FALSE(prefecture_known("33"));
    CHECK_FALSE(prefecture_known("33AB"));
}

TEST_CASE("identity cards") {
    CHECK(id_card_valid("11010519491231002X"));
    CHECK(id_card_valid("440524188001010014")); // both are the standard's examples
    CHECK_FALSE(id_card_valid("110105194912310021"));
    CHECK_FALSE(id_card_valid("11010519491231002x"));
    CHECK_FALSE(id_card_valid("990105194912310029"));
    CHECK(judge("932682198501010017").form == TaxIdForm::foreign_resident); // samples of the 2023 form
    CHECK(judge("911124198108030024").form == TaxIdForm::foreign_resident);
    Random r(8);
    std::size_t as_credit_code = 0;
    for (int i = 0; i < 3000; ++i) {
        const std::string region = r.pick(std::vector<std::string>{"110101", "330106", "810000", "820000", "830000"});
        const std::string s = test::random_id_card(r, region);
        INFO(s);
        REQUIRE(id_card_valid(s));
        REQUIRE(judge(s, Kind::person).form == TaxIdForm::id_card);
        REQUIRE(judge(s, Kind::enterprise).form == TaxIdForm::id_card); // identity card before credit code
        as_credit_code += uscc_valid(s);
        // one digit wrong
        std::string t = s;
        const std::size_t at = r.below(17);
        t[at] = static_cast<char>('0' + (t[at] - '0' + 1 + static_cast<int>(r.below(8))) % 10);
        if (t == s) continue;
        const TaxIdVerdict v = judge(t, Kind::person);
        if (v.form == TaxIdForm::id_card) {
            REQUIRE((v.sentence == "tax_id.id_date" || v.sentence == "tax_id.id_check"));
            REQUIRE(v.severity == Severity::error);
            if (v.sentence == "tax_id.id_check") REQUIRE(v.expected == id_check_char(t));
        } else {
            REQUIRE_FALSE(v.ok);
        }
    }
    CHECK(as_credit_code > 0); // the reason for the order
    CHECK(judge("110105194913310021", Kind::person).sentence == "tax_id.id_date");
    CHECK(judge("110105299912310021", Kind::person).sentence == "tax_id.id_date"); // not born yet
    CHECK(judge("110105190002290021", Kind::person).sentence == "tax_id.id_date"); // no leap year
}

TEST_CASE("other forms and lengths") {
    struct Row {
        std::string_view id;
        Kind kind;
        TaxIdForm form;
        bool ok;
        std::string_view sentence;
    };
    const std::string old_org = "330106" + std::string("12345678") + test::org_check("12345678");
    const std::string old_x = "330106" + std::string("MA123456") + test::org_check("MA123456");
    std::string old_wrong = old_x;
    old_wrong.back() = old_wrong.back() == '1' ? '2' : '1';
    std::string registration = "33010600001234";
    registration += iso7064_mod11_10_char(registration);
    const std::string id = "11010519491231002X";
    const Row rows[] = {
        {"", Kind::enterprise, TaxIdForm::empty, true, ""},
        {"1", Kind::enterprise, TaxIdForm::unknown, false, "tax_id.length"},
        {"91999999MA0000015", Kind::enterprise, TaxIdForm::unknown, false, "tax_id.length"},
        {"91999999MA000001544", Kind::enterprise, TaxIdForm::unknown, false, "tax_id.length"},
        {"91999999MA0000015400", Kind::enterprise, TaxIdForm::unknown, false, "tax_id.length"},
        {"1234567890123456", Kind::enterprise, TaxIdForm::unknown, false, "tax_id.length"},
        {"123456789012345678901", Kind::sole_trader, TaxIdForm::unknown, false, "tax_id.length"},
        {old_org, Kind::enterprise, TaxIdForm::old_15, true, "tax_id.old_15"},
        {old_x, Kind::enterprise, TaxIdForm::old_15, true, "tax_id.old_15"},
        {old_wrong, Kind::enterprise, TaxIdForm::old_15, false, "tax_id.old_15_check"},
        {registration, Kind::enterprise, TaxIdForm::registration_15, false, "tax_id.registration_15"},
        {"110105491231002", Kind::person, TaxIdForm::id_card, true, "tax_id.id_15"},
        {"A1010549123100X", Kind::person, TaxIdForm::unknown, false, "tax_id.length"},
        {"J12345678901234", Kind::person, TaxIdForm::military_J, true, ""},
        {"11010549123100201", Kind::sole_trader, TaxIdForm::person_17, true, "tax_id.person_17"},
        {"11010549133100201", Kind::sole_trader, TaxIdForm::unknown, false, "tax_id.length"},
        {id, Kind::person, TaxIdForm::id_card, true, ""},
        {"11010519491231002X01", Kind::sole_trader, TaxIdForm::individual_20, true, ""},
        {"11010519491231002101", Kind::sole_trader, TaxIdForm::individual_20, false, "tax_id.id_check"},
        {"W20191561234567890", Kind::person, TaxIdForm::person_letter, true, ""},
        {"L91999999MA00000154", Kind::enterprise, TaxIdForm::temporary_L, true, "tax_id.temporary"},
        {"L11010519491231002X", Kind::person, TaxIdForm::temporary_L, true, "tax_id.temporary"},
        {"L91999999MA00000155", Kind::enterprise, TaxIdForm::temporary_L, false, "tax_id.check_digit"},
        {"GB123456789", Kind::overseas, TaxIdForm::foreign, true, ""},
        {"GB-123", Kind::overseas, TaxIdForm::unknown, false, "tax_id.bad_char"},
        {"123456789012345678901", Kind::overseas, TaxIdForm::unknown, false, "tax_id.length"},
        {"000000000000000000", Kind::enterprise, TaxIdForm::uscc, false, "tax_id.province"},
    };
    for (const Row& row : rows) {
        INFO(row.id);
        const TaxIdVerdict v = judge(row.id, row.kind);
        CHECK(v.form == row.form);
        CHECK(v.ok == row.ok);
        CHECK(v.sentence == row.sentence);
    }
    const TaxIdVerdict shifted = judge("L91999999MA00000155");
    CHECK(shifted.position == 19);
    CHECK(shifted.args == std::vector<std::string>{"19", "4", "5", "L91999999MA00000154"});
    CHECK(shifted.repair.value_or("") == "L91999999MA00000154");
}

TEST_CASE("judging anything at all never fails") {
    Random r(9);
    for (std::size_t i = 0; i < cases(6000); ++i) {
        std::string s;
        for (std::size_t n = r.below(24); n--;)
            s +=
                r.one_in(30) ? std::string("甲") : std::string(1, r.pick(std::string_view("0123456789ABCIOSVZXMLJW*")));
        const TaxIdVerdict v = judge(s, static_cast<Kind>(r.below(5)));
        if (v.repair) REQUIRE(judge(*v.repair).ok);
        if (!v.ok) REQUIRE_FALSE(v.sentence.empty());
        if (v.position) REQUIRE(v.position <= s.size());
        if (!v.sentence.empty()) REQUIRE_FALSE(v.rule.empty());
        (void)judge_for_client(s);
    }
}

TEST_CASE("the device client's own test") {
    struct Row {
        std::string_view id, sentence;
    };
    const Row rows[] = {
        {"", ""},
        {"91999999MA00000154", ""},
        {"91999999MA00000155", ""}, // no check character is tested
        {"330106123456789", ""},
        {"ABC123", ""},
        {"12345", "tax_id.client_length"},
        {"123456789012345678901", "tax_id.client_length"},
        {"000000123456789", "tax_id.client_form"},
        {"9199999A123456789B", ""}, // digits at 1-6
        {"A99999991234567890", ""}, // digits at 2-7
        {"AB99999991234567", ""},   // digits at 3-8
        {"ABC999991234567890", "tax_id.client_form"},
        {"1234567890123450000", ""},
        {"123456ABCDEFGHJKLMN", ""},
        {"123456ABCDEFGHIKLMN", "tax_id.client_form"},
        {"A123456789012345BCD", ""},
        {"12345678-9", "tax_id.client_chars"},
    };
    for (const Row& row : rows) {
        INFO(row.id);
        CHECK(judge_for_client(row.id).sentence == row.sentence);
    }
}

TEST_CASE("numbers of overseas buyers") {
    // of ten last digits exactly one passes, where there is one check digit at the end
    struct Row {
        std::string_view front;
        std::string_view back;
    };
    for (const Row& row : {Row{"DE12345678", ""}, Row{"DK1234567", ""}, Row{"EE12345678", ""}, Row{"EL12345678", ""},
                           Row{"HU1234567", ""}, Row{"IT1234567890", ""}, Row{"PL123456780", ""}, Row{"PT12345678", ""},
                           Row{"SE123456789", "01"}, Row{"ATU1234567", ""}}) {
        int passed = 0;
        for (char c = '0'; c <= '9'; ++c) {
            const std::string id = std::string(row.front) + c + std::string(row.back);
            passed += judge_foreign(id) == ForeignVerdict::fine;
            CHECK(judge_foreign(id) != ForeignVerdict::eu_form);
        }
        INFO(row.front);
        CHECK(passed == 1);
    }
    CHECK(judge_foreign("DE1234567") == ForeignVerdict::eu_form);
    CHECK(judge_foreign("FRXX123456789") == ForeignVerdict::fine);
    CHECK(judge_foreign("FR1234567890") == ForeignVerdict::eu_form);
    CHECK(judge_foreign("GB123456789") == ForeignVerdict::fine); // no member
    CHECK(judge_foreign("XIGD123") == ForeignVerdict::fine);
    CHECK(judge_foreign("DELTA") == ForeignVerdict::fine); // a word
    CHECK(judge_foreign("A1") == ForeignVerdict::fine);

    CHECK(taiwan_valid("00000000"));
    CHECK(taiwan_valid("12345675")); // place 7 is 7: one more may do
    CHECK_FALSE(taiwan_valid("12345678"));
    CHECK_FALSE(taiwan_valid("1234567"));
    std::size_t passed = 0;
    for (int n = 0; n < 100000; ++n) passed += taiwan_valid(std::to_string(10000000 + n * 877));
    CHECK(passed > 21000);
    CHECK(passed < 23000); // 22.0 % of random numbers
}

TEST_CASE("ISO 7064 MOD 11,10 and Luhn") {
    CHECK(iso7064_mod11_10_valid("07945")); // the standard's example: 0794 gives 5
    CHECK_FALSE(iso7064_mod11_10_valid("07946"));
    CHECK_FALSE(iso7064_mod11_10_valid("5"));
    CHECK_FALSE(iso7064_mod11_10_valid("0A945"));
    CHECK(luhn_char("7992739871") == '3');
    CHECK(luhn_char("12x") == 0);
    Random r(10);
    for (int i = 0; i < 2000; ++i) {
        const std::string front = r.digits(r.between(1, 18));
        int luhn = 0, mod = 0;
        for (char c = '0'; c <= '9'; ++c) {
            luhn += luhn_char(front) == c;
            mod += iso7064_mod11_10_valid(front + c);
        }
        REQUIRE(luhn == 1);
        REQUIRE(mod == 1);
    }
}

#include "core/check/check.h"
#include "core/text/charset.h"
#include "core/text/split.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

using namespace goufang;
using namespace goufang::check;
using model::Buyer;
using model::Field;
using model::Kind;
using test::Nasty;
using test::Random;

namespace {

std::size_t cases(std::size_t normal) {
    const char* n = std::getenv("GOUFANG_CASES");
    return std::max<std::size_t>(n ? std::strtoull(n, nullptr, 10) : 0, normal); // more, never less
}

std::vector<Finding> check_for(const Buyer& b, std::string_view id) {
    std::vector<Finding> out;
    check_buyer(b, *profile(id), out);
    return out;
}

std::string rules_of(const std::vector<Finding>& found) {
    std::string s;
    for (const Finding& f : found) s += (s.empty() ? "" : " ") + std::string(f.rule);
    return s;
}

const Finding* find(const std::vector<Finding>& found, std::string_view rule_id, Field field) {
    for (const Finding& f : found)
        if (f.rule == rule_id && f.field == field) return &f;
    return nullptr;
}

Buyer clean() {
    Buyer b;
    b.code = "001001";
    b.name = "测试甲有限公司";
    b.mnemonic = "CSJ";
    b.tax_id = "91999999MA00000154";
    b.address = "杭州市西湖区文三路1号";
    b.phone = "0571-88880000";
    b.bank = "工商银行杭州分行";
    b.account = "1202026219900123456";
    b.email = "fp@example.com";
    b.mobile = "13900000000";
    b.remark = "月结";
    return b;
}

struct Sentence {
    std::string_view rule, id;
};
constexpr Sentence k_sentences[] = {
#define GOUFANG_SENTENCE(rule, id, args) {rule, id},
#include "core/check/rules.def"
};

} // namespace

TEST_CASE("tables: ids are unique, sentences belong to rules, profiles are all there") {
    std::set<std::string_view> ids;
    for (const Rule& r : rules()) {
        CHECK(ids.insert(r.id).second);
        CHECK(rule(r.id) == &r);
        CHECK(r.scopes != 0);
        for (const char c : r.id)
            CHECK((std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) ||
                   c == '.' || c == '_'));
    }
    for (const Sentence& s : k_sentences) {
        INFO(s.id);
        CHECK(rule(s.rule));
    }
    CHECK(rule("no.such") == nullptr);
    std::string profile_ids;
    for (const Profile& p : profiles()) profile_ids += std::string(p.id) + ' ';
    CHECK(profile_ids == "registry aisino kehubianma kp fpkj etax special ordinary ");
    CHECK(profile("nothing") == nullptr);
    CHECK(registry_profile().id == "registry");
    CHECK(severity_key(Severity::note) == "note");
    CHECK(severity_key(Severity::warning) == "warning");
    CHECK(severity_key(Severity::error) == "error");
}

TEST_CASE("a clean buyer has no findings for any target") {
    for (const Profile& p : profiles()) {
        INFO(p.id);
        CHECK(rules_of(check_for(clean(), p.id)).empty());
    }
}

TEST_CASE("one fault, one finding in the registry") {
    struct Row {
        Field field;
        std::string_view value, rule, fix;
        Severity severity;
        std::vector<std::string> args;
        std::string_view sentence = "";
    };
    const Severity note = Severity::note, warning = Severity::warning, error = Severity::error;
    const std::string long_name = std::string("测") + std::string(99, 'a');
    const Row rows[] = {
        {Field::code, "00A", "code.upper", "00a", warning, {}},
        {Field::code, "00-1", "code.form", "", warning, {"3", "-"}, "code.bad_char"},
        {Field::code, "客1", "code.form", "", warning, {"1", "客"}, "code.bad_char"},
        {Field::code, "12345678901234567", "code.form", "", warning, {"17", "16"}, "code.too_long"},
        {Field::name, "", "name.missing", "", error, {}},
        {Field::name, "甲公司", "name.short", "", warning, {"3"}},
        {Field::name, "测试甲（杭州有限公司", "name.brackets", "", note, {"（", "4"}, "name.brackets_unbalanced"},
        {Field::name, "测试甲)杭州(有限公司", "name.brackets", "", note, {")", "4"}, "name.brackets_unbalanced"},
        {Field::name,
         "测试甲（杭州)有限公司",
         "name.brackets",
         "测试甲（杭州）有限公司",
         note,
         {},
         "name.brackets_mixed"},
        {Field::name, "测试<甲>有限公司", "name.markup", "", warning, {"<", "3"}},
        {Field::name, "测试甲&乙有限公司", "name.markup", "", warning, {"&", "4"}},
        {Field::name, long_name, "text.too_long", "", error, {"100", "101"}, "text.too_long_bytes"},
        {Field::name, "测试甲有限\uE000公司", "text.private_use", "", error, {"U+E000", "6"}},
        {Field::name, "测试甲\x01有限公司", "text.control", "", error, {"U+0001", "4"}},
        {Field::name, "测试䶮有限公司", "text.not_gbk", "", warning, {"䶮", "U+4DAE", "3"}},
        {Field::name, "测试\U0002CB78有限公司", "text.not_gbk", "", warning, {"\U0002CB78", "U+2CB78", "3"}},
        {Field::name, "测试甲\u200B有限公司", "text.invisible", "测试甲有限公司", warning, {"U+200B", "4"}},
        {Field::name, " 测试甲有限公司", "text.spaces", "测试甲有限公司", note, {}},
        {Field::name, "测试 甲有限公司", "text.spaces", "测试甲有限公司", note, {}},
        {Field::name, "测试甲\u3000有限公司", "text.spaces", "测试甲有限公司", note, {}},
        {Field::name, "测试Ａ有限公司", "text.width", "测试A有限公司", note, {"Ａ", "3"}},
        {Field::name, "测试\u30FB甲有限公司", "text.middle_dot", "测试·甲有限公司", note, {"\u30FB", "3"}},
        {Field::name, "测试甲\n有限公司", "text.line_break", "测试甲有限公司", warning, {}, "text.line_break"},
        {Field::mnemonic, "csj", "mnemonic.case", "CSJ", note, {}},
        {Field::mnemonic, "1SJ", "mnemonic.form", "", warning, {}, "mnemonic.first_letter"},
        {Field::mnemonic, "CS-J", "mnemonic.form", "", warning, {"3", "-"}, "mnemonic.bad_char"},
        {Field::mnemonic, "CSJYXGS", "mnemonic.form", "", warning, {"7", "6"}, "mnemonic.too_long"},
        {Field::tax_id, "", "tax_id.missing", "", warning, {}},
        {Field::tax_id, "91999999ma 0000-0154", "tax_id.clean", "91999999MA00000154", note, {}},
        {Field::tax_id,
         "91999999MA00000155",
         "tax_id.check_digit",
         "91999999MA00000154",
         error,
         {"18", "4", "5", "91999999MA00000154"},
         "tax_id.check_digit"},
        {Field::tax_id,
         "91999999MAO0000154",
         "tax_id.bad_char",
         "91999999MA00000154",
         error,
         {"11", "O", "0", "91999999MA00000154"},
         "tax_id.bad_char_fits"},
        {Field::tax_id, "9199999", "tax_id.length", "", error, {"7"}},
        {Field::tax_id, "9.1999999E+17", "number.damaged", "", error, {"9.1999999E+17"}},
        {Field::tax_id, "11010519491231002X", "tax_id.kind", "", warning, {}, "tax_id.kind_person_number"},
        {Field::account, "6.22202E+18", "number.damaged", "", error, {"6.22202E+18"}},
        {Field::phone, "打过", "phone.form", "", warning, {"打过"}},
        {Field::phone, "0591-8888", "phone.form", "", warning, {"0591-8888"}},
        {Field::phone, "14212345678", "phone.unassigned", "", note, {"14212345678"}},
        {Field::mobile, "010-88880000", "mobile.form", "", warning, {"010-88880000"}},
        {Field::account, "12345", "account.form", "", warning, {"5"}, "account.length"},
        {Field::account, "123456_7890", "account.form", "", warning, {"7", "_"}, "account.bad_char"},
        {Field::email, "nobody", "email.form", "", warning, {"nobody"}},
        {Field::more_addresses,
         R"([{"address":"某路\u00a01号","phone":"010-88880000"}])",
         "text.spaces",
         R"([{"address":"某路 1号","phone":"010-88880000"}])",
         note,
         {}},
        {Field::more_addresses, R"([{"address":"某路1号","phone":"12"}])", "phone.form", "", warning, {"12"}},
        {Field::more_accounts,
         R"([{"bank":"某行","account":"1"}])",
         "account.form",
         "",
         warning,
         {"1"},
         "account.length"},
        {Field::custom,
         R"([{"key":"联行号","value":"123456789012"}])",
         "bank.number_check",
         "",
         error,
         {"123456789012", "4", "2"}},
    };
    for (const Row& row : rows) {
        INFO(row.rule << " " << row.value);
        Buyer b = clean();
        REQUIRE(model::set_text(b, row.field, row.value));
        std::vector<Finding> found = check_for(b, "registry");
        // scientific notation is also no account, no phone
        if (row.rule == "number.damaged")
            std::erase_if(found, [](const Finding& f) { return f.rule == "account.form"; });
        CHECK(rules_of(found) == row.rule);
        if (found.size() != 1) continue;
        const Finding& f = found[0];
        CHECK(f.field == row.field);
        CHECK(f.severity == row.severity);
        CHECK(f.fix.value_or("") == row.fix);
        CHECK(f.args == row.args);
        CHECK(f.sentence == row.sentence);
        if (model::info(row.field).shape == model::Shape::text) CHECK(f.value == row.value);
    }
}

TEST_CASE("what is plausible draws no finding") {
    const std::pair<Field, std::string_view> rows[] = {
        {Field::name, "Example Trading (Asia) Co., Ltd."},
        {Field::name, "测试甲（杭州）（二期）有限公司"},
        {Field::name, "阿布都·热合曼商行"},
        {Field::phone, "13900000000"},
        {Field::phone, "0571-88880000-801"},
        {Field::phone, "057188880000转801"},
        {Field::phone, "(010)88880000"},
        {Field::phone, "（0838）6666666"},
        {Field::phone, "010 8888 0000"},
        {Field::phone, "0571-88880000/13900000000"},
        {Field::phone, "0571-88880000、88880001"},
        {Field::phone, "13900000000 13900000001"},
        {Field::phone, "+86 139 0000 0000"},
        {Field::phone, "+852 2345 6789"},
        {Field::phone, "0086-571-88880000"},
        {Field::phone, "400-800-0000"},
        {Field::phone, "95588"},
        {Field::phone, "0571—88880000"},
        {Field::phone, "０５７１－８８８８００００"},
        {Field::account, "3301 0401 6000 1234 567"},
        {Field::account, "NRA12345678"},
        {Field::account, "1202-0262-1990"},
        {Field::email, "a.b-c+d@mail.example.com"},
        {Field::email, "a@example.com;b@example.com"},
        {Field::remark, "第一行\n第二行  尾"},
        {Field::tax_id, ""},
    };
    for (const auto& [field, value] : rows) {
        INFO(value);
        Buyer b = clean();
        b.kind = Kind::institution;
        REQUIRE(model::set_text(b, field, value));
        // full-width figures are mended all the same, that is no doubt about the number
        std::vector<Finding> found = check_for(b, "registry");
        std::erase_if(found, [](const Finding& f) { return f.rule == "text.width"; });
        CHECK(rules_of(found).empty());
    }
    for (const char* bad : {"a@b", "@example.com", "a@", "a..b@example.com", "a@exa mple.com", "a@-example.com",
                            "张三@example.com", "a@example.com;x", "a@example.1"}) {
        INFO(bad);
        Buyer b = clean();
        b.email = bad;
        CHECK(rules_of(check_for(b, "registry")) == "email.form");
    }
}

TEST_CASE("the kind of buyer decides") {
    Buyer b = clean();
    b.tax_id.clear();
    struct Row {
        Kind kind;
        std::string_view registry, ordinary, special;
    };
    const Row rows[] = {
        {Kind::enterprise, "tax_id.missing", "tax_id.missing", "tax_id.missing"},
        {Kind::sole_trader, "", "", "tax_id.missing"},
        {Kind::institution, "", "", "tax_id.missing"},
        {Kind::person, "", "", "kind.person_special tax_id.missing"},
        {Kind::overseas, "", "", "tax_id.missing"},
    };
    for (const Row& row : rows) {
        b.kind = row.kind;
        INFO(model::kind_key(row.kind));
        CHECK(rules_of(check_for(b, "registry")) == row.registry);
        CHECK(rules_of(check_for(b, "ordinary")) == row.ordinary);
        CHECK(rules_of(check_for(b, "special")) == row.special);
        for (const Finding& f : check_for(b, "special")) CHECK(f.severity == Severity::error);
        for (const Finding& f : check_for(b, "ordinary")) CHECK(f.severity == Severity::error);
        for (const Finding& f : check_for(b, "registry")) CHECK(f.severity == Severity::warning);
    }
    b.kind = Kind::person;
    b.name = "张三";
    CHECK(rules_of(check_for(b, "registry")).empty());
    b.tax_id = "91999999MA00000154";
    CHECK(find(check_for(b, "registry"), "tax_id.kind", Field::tax_id)->sentence == "tax_id.kind_credit_code");
    b.account = "6200000000000000";
    const auto found = check_for(b, "registry");
    REQUIRE(find(found, "account.luhn", Field::account));
    CHECK(find(found, "account.luhn", Field::account)->args == std::vector<std::string>{"5", "0"});
    b.account = "6200000000000005";
    CHECK_FALSE(find(check_for(b, "registry"), "account.luhn", Field::account));

    Random r(1);
    Buyer shop = clean();
    shop.tax_id = test::random_uscc(r, "92");
    const auto note = check_for(shop, "registry");
    REQUIRE(rules_of(note) == "kind.by_code");
    CHECK(note[0].fix == "sole_trader");
    CHECK(note[0].severity == Severity::note);
    REQUIRE(model::set_text(shop, note[0].field, *note[0].fix));
    CHECK(rules_of(check_for(shop, "registry")).empty());
}

TEST_CASE("the same buyer: fine for ordinary, error for special, warning for aisino") {
    Buyer b = clean();
    b.kind = Kind::institution;
    b.tax_id.clear();
    b.address = "杭州市西湖区文三路1号,3幢";
    CHECK(check_for(b, "ordinary").empty());
    const auto special = check_for(b, "special");
    REQUIRE(special.size() == 1);
    CHECK(special[0].severity == Severity::error);
    CHECK(special[0].rule == "tax_id.missing");
    const auto aisino = check_for(b, "aisino");
    REQUIRE(aisino.size() == 1);
    CHECK(aisino[0].severity == Severity::warning);
    CHECK(aisino[0].rule == "target.comma");
    CHECK(aisino[0].fix == "杭州市西湖区文三路1号，3幢");
    CHECK(effect(aisino[0], *profile("aisino")) == Effect::altered);
}

TEST_CASE("each trap of the device client's text has its own finding and says what will be written") {
    struct Row {
        Field field;
        std::string value, rule, fix;
    };
    std::string long_address;
    for (int i = 0; i < 60; ++i) long_address += "路";
    const Row rows[] = {
        {Field::address, "文三路1号,2幢,3室", "target.comma", "文三路1号，2幢，3室"},
        {Field::bank, "工行,分行", "target.comma", "工行，分行"},
        {Field::name, std::string(101, 'a'), "text.too_long", std::string(100, 'a')},
        {Field::name, "甲" + std::string(99, 'a'), "text.too_long", "甲" + std::string(98, 'a')},
        {Field::name, std::string(99, 'a') + "甲", "text.too_long", std::string(99, 'a')},
        {Field::email, std::string(33, 'a') + "@b.com.cn", "text.too_long", std::string(33, 'a') + "@b.com."},
        {Field::remark, std::string(51, 'r'), "text.too_long", std::string(50, 'r')},
        {Field::name, "测试䶮公司", "text.not_gbk", "测试?公司"},
        {Field::code, "00A1", "code.upper", "00a1"},
        {Field::name, "甲~~乙公司", "target.separator", "甲～～乙公司"},
        {Field::name, "甲乙公司~", "target.separator", "甲乙公司～"},
        {Field::name, "\"甲乙公司", "target.quote", "＂甲乙公司"},
        {Field::address, "一路\n二路", "text.line_break", "一路#|#二路"},
        {Field::address, "一路\r\n二路", "text.line_break", "一路#|#二路"},
        {Field::remark, "一\n二", "text.line_break", "一 二"},
        {Field::name, "甲\t乙公司", "text.control", "甲 乙公司"},
        {Field::name, "甲\x02乙公司", "text.control", "甲乙公司"},
        {Field::more_addresses, R"([{"address":"a,b","phone":"c"}])", "target.comma",
         R"([{"address":"a，b","phone":"c"}])"},
    };
    for (const Row& row : rows) {
        INFO(row.rule << " " << row.value);
        Buyer b = clean();
        REQUIRE(model::set_text(b, row.field, row.value));
        const auto found = check_for(b, "aisino");
        CHECK(rules_of(found) == row.rule);
        REQUIRE_FALSE(found.empty());
        CHECK(found[0].field == row.field);
        CHECK(found[0].fix.value_or("") == row.fix);
        CHECK(effect(found[0], *profile("aisino")) == Effect::altered);
        CHECK(effect(found[0], registry_profile()) == Effect::none);
    }
    for (const char* refused : {"", "00-1", "12345678901234567"}) {
        Buyer b = clean();
        b.code = refused;
        const auto found = check_for(b, "aisino");
        REQUIRE(found.size() == 1);
        CHECK(effect(found[0], *profile("aisino")) == Effect::refused);
    }
    Buyer b = clean();
    b.tax_id = "12345";
    CHECK(rules_of(check_for(b, "aisino")) == "tax_id.client");
    CHECK(effect(check_for(b, "aisino")[0], *profile("aisino")) == Effect::refused);
    b.tax_id = "91999999MA00000155"; // wrong, but the client takes it
    CHECK(check_for(b, "aisino").empty());
    b = clean();
    b.name.clear();
    CHECK(rules_of(check_for(b, "aisino")) == "name.missing");
    b = clean();
    b.custom = {{"说明", "a,b~~䶮\n"}}; // the target does not hold this field: not its business
    CHECK(check_for(b, "aisino").empty());
}

TEST_CASE("the pair of address and phone shares its width") {
    Buyer b = clean();
    b.address = std::string(80, 'a');
    b.phone = std::string(19, '1');
    CHECK(check_for(b, "aisino").empty()); // 80 + space + 19 = 100
    b.phone += "2";
    auto found = check_for(b, "aisino");
    REQUIRE(rules_of(found) == "text.too_long");
    CHECK(found[0].field == Field::phone);
    CHECK(found[0].fix == std::string(19, '1'));
    CHECK(found[0].sentence == "text.too_long_pair_bytes");
    CHECK(found[0].args == std::vector<std::string>{"100", "101"});
    b.address = std::string(120, 'a');
    found = check_for(b, "aisino");
    REQUIRE(rules_of(found) == "text.too_long text.too_long");
    CHECK(found[0].field == Field::address);
    CHECK(found[0].fix == std::string(100, 'a'));
    CHECK(found[1].field == Field::phone);
    CHECK(found[1].fix == "");
    b = clean();
    b.more_accounts = {{"a", "1"}, {std::string(99, 'b'), "23"}};
    found = check_for(b, "aisino");
    REQUIRE(rules_of(found) == "text.too_long");
    CHECK(found[0].field == Field::more_accounts);
    CHECK(check_for(b, "kp").empty()); // only the default set goes there
}

TEST_CASE("limits of the digital platform count characters") {
    struct Row {
        Field field;
        std::size_t max;
    };
    for (const Row& row :
         {Row{Field::name, 100}, Row{Field::tax_id, 20}, Row{Field::address, 100}, Row{Field::phone, 50},
          Row{Field::bank, 100}, Row{Field::account, 100}, Row{Field::email, 72}}) {
        Buyer b = clean();
        std::string value;
        for (std::size_t i = 0; i < row.max; ++i) value += "甲";
        *model::text_member(b, row.field) = value;
        INFO(model::info(row.field).key);
        CHECK(check_for(b, "etax").empty());
        *model::text_member(b, row.field) += "乙";
        const auto found = check_for(b, "etax");
        REQUIRE(rules_of(found) == "text.too_long");
        CHECK(found[0].field == row.field);
        CHECK(found[0].fix == value);
        CHECK(found[0].args == std::vector<std::string>{std::to_string(row.max), std::to_string(row.max + 1)});
        CHECK(found[0].sentence == "text.too_long_characters");
    }
}

TEST_CASE("invoice XML: no markup, no silent cuts") {
    Buyer b = clean();
    b.name = "甲&乙<丙>公司";
    b.address = "R&D路1号";
    const auto found = check_for(b, "kp");
    CHECK(rules_of(found) == "target.forbidden target.forbidden");
    CHECK(find(found, "target.forbidden", Field::name)->fix == "甲＆乙＜丙＞公司");
    CHECK(find(found, "target.forbidden", Field::name)->args == std::vector<std::string>{"&", "2"});
    CHECK(find(found, "target.forbidden", Field::address)->fix == "R＆D路1号");
    CHECK(check_for(b, "fpkj").empty());
    CHECK(check_for(b, "kehubianma").empty());
    b = clean();
    b.bank = std::string(90, 'b');
    CHECK(rules_of(check_for(b, "kp")) == "text.too_long");
    CHECK(find(check_for(b, "kp"), "text.too_long", Field::account)->fix == "120202621");
    b = clean();
    b.name = "测试䶮公司";
    CHECK(check_for(b, "kp")[0].severity == Severity::error);
    CHECK(check_for(b, "kehubianma")[0].severity == Severity::warning); // XML can hold it; the client is not known to
    CHECK(effect(check_for(b, "kehubianma")[0], *profile("kehubianma")) == Effect::none);
}

TEST_CASE("safe fixes mend what they say, once, and nothing else") {
    Random r(5);
    std::size_t mended = 0;
    for (std::size_t i = 0; i < cases(500); ++i) {
        const Buyer before = test::random_buyer(r, static_cast<Nasty>(i % 3));
        Buyer b = before;
        const auto fixed = apply_safe_fixes(b);
        std::set<Field> fields;
        for (const FixedField& f : fixed) {
            REQUIRE(fields.insert(f.field).second);
            REQUIRE(f.before == model::to_text(before, f.field));
            REQUIRE(f.after == model::to_text(b, f.field));
            REQUIRE(rule(f.rule)->safe_fix);
        }
        for (const Field f : model::differing(before, b)) REQUIRE(fields.contains(f));
        const Buyer once = b;
        REQUIRE(apply_safe_fixes(b).empty());
        REQUIRE(model::same_values(once, b));
        for (const Finding& f : check_for(b, "registry")) REQUIRE_FALSE((f.fix && rule(f.rule)->safe_fix));
        mended += !fixed.empty();
    }
    CHECK(mended > 20);

    Buyer b = clean();
    b.name = " 测试Ａ\u200B 有限公司 ";
    b.tax_id = "91999999ma00000154";
    b.mnemonic = "csa";
    b.more_addresses = {{" 一路", ""}, {"二路 ", ""}, {"三路", " 010-88880000"}};
    apply_safe_fixes(b);
    CHECK(b.name == "测试A 有限公司");
    CHECK(b.tax_id == "91999999MA00000154");
    CHECK(b.mnemonic == "CSA");
    CHECK((b.more_addresses == std::vector<model::AddressPhone>{{"一路", ""}, {"二路", ""}, {"三路", "010-88880000"}}));
}

TEST_CASE("target fixes leave nothing the target would alter") {
    Random r(6);
    for (std::size_t i = 0; i < cases(500); ++i) {
        Buyer b = test::random_buyer(r, static_cast<Nasty>(i % 3));
        b.code = "001" + r.digits(3);
        for (const Profile& p : profiles()) {
            if (!(p.scopes & scope_target)) continue;
            Buyer adjusted = b;
            apply_target_fixes(adjusted, p);
            std::vector<Finding> left;
            check_buyer(adjusted, p, left);
            for (const Finding& f : left) {
                INFO(p.id << " " << f.rule << " " << f.value);
                REQUIRE(effect(f, p) != Effect::altered);
            }
            for (const Field f : model::differing(b, adjusted)) REQUIRE((p.carries >> static_cast<unsigned>(f) & 1));
            if (p.id == "aisino") {
                REQUIRE(text::gbk_length(text::join_pair(adjusted.address, adjusted.phone)) <= 100);
                REQUIRE(adjusted.address.find_first_of(",\n\r\t") == std::string::npos);
                REQUIRE_FALSE(text::first_not_gbk(adjusted.name));
            }
        }
    }
}

TEST_CASE("tidy random buyers have nothing worse than notes; nasty ones never break a check") {
    Random r(7);
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < cases(900); ++i) {
        Buyer b = test::random_buyer(r, static_cast<Nasty>(i % 3));
        b.code = "001001";
        for (const Profile& p : profiles()) {
            std::vector<Finding> found;
            check_buyer(b, p, found);
            for (const Finding& f : found) {
                ++seen[f.rule];
                const Rule* known = rule(f.rule);
                REQUIRE(known);
                REQUIRE(known->id.data() == f.rule.data()); // static storage
                REQUIRE((known->scopes & p.scopes));
                if (!f.sentence.empty())
                    REQUIRE(std::any_of(std::begin(k_sentences), std::end(k_sentences), [&](const Sentence& s) {
                        return s.id.data() == f.sentence.data() || s.id == f.sentence;
                    }));
                if (f.fix) {
                    Buyer mended = b;
                    REQUIRE(model::set_text(mended, f.field, *f.fix));
                    REQUIRE(model::to_text(mended, f.field) != model::to_text(b, f.field));
                }
                for (const std::string& a : f.args) REQUIRE(text::valid_utf8(a));
                if (i % 3 == 0 && p.id == "registry") {
                    INFO(f.rule << " " << f.value);
                    REQUIRE((f.severity == Severity::note || f.rule == "tax_id.missing" || f.rule == "name.short" ||
                             f.rule == "account.luhn"));
                }
            }
        }
    }
    for (const char* id : {"text.not_gbk", "text.spaces", "target.comma", "target.separator", "target.quote",
                           "target.forbidden", "text.line_break", "text.too_long", "tax_id.clean", "name.brackets"})
        CHECK(seen[id] > 0);
}

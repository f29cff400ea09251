#include "invoice/preflight.h"

#include "core/text/errors.h"
#include "invoice/formula_guard.h"
#include "invoice/plain.h"
#include "invoice/rules.h"

#include <algorithm>
#include <optional>

namespace goufang::invoice {
namespace {

using model::Buyer;
using model::Field;

/// What can_write() of a format tells that keeps spreadsheets from running values as formulas.
constexpr std::string_view k_guarded = "export.formula";

/// Every field has a value that is neither blank nor a default and that no target has a reason to alter.
Buyer full_buyer() {
    Buyer b;
    b.code = "001001";
    b.name = "测试甲有限公司";
    b.mnemonic = "CSJ";
    b.tax_id = "91999999MA00000154";
    b.kind = model::Kind::sole_trader;
    b.address = "浙江省杭州市西湖区文三路1号";
    b.phone = "0571-88880000";
    b.bank = "工商银行杭州分行";
    b.account = "1202026219900123456";
    b.email = "fp@example.com";
    b.mobile = "13800000000";
    b.remark = "月结";
    b.id_check = true;
    b.status = model::Status::inactive;
    b.source = "测试";
    b.verified_on = "2026-01-02";
    b.more_addresses = {{"浙江省杭州市西湖区文三路2号", "0571-88880001"}};
    b.more_accounts = {{"建设银行杭州分行", "1202026219900123457"}};
    b.former_names = {{"测试乙有限公司", "2025-12-31"}};
    b.tags = {"重点"};
    b.custom = {{"区域", "华东"}};
    return b;
}

bool same_field(const Buyer& a, const Buyer& b, Field f) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return a.member == b.member;
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return false;
}

/// Holds nothing that could be lost.
bool is_default(const Buyer& b, Field f) {
    static const Buyer blank;
    return model::is_blank(b, f) || same_field(b, blank, f);
}

bool seen_by_is_plain(Field f) {
    switch (f) {
    case Field::code:
    case Field::name:
    case Field::mnemonic:
    case Field::tax_id:
    case Field::address:
    case Field::phone:
    case Field::bank:
    case Field::account:
    case Field::email:
    case Field::remark:
        return true;
    default:
        return false;
    }
}

/// A finding about one field of a pair that is written as one (地址电话, 开户行及账号) explains the other too.
bool explains(const check::Finding& found, Field f) {
    const auto pair = [](Field x) {
        switch (x) {
        case Field::address:
        case Field::phone:
        case Field::more_addresses:
            return 1;
        case Field::bank:
        case Field::account:
        case Field::more_accounts:
            return 2;
        default:
            return 0;
        }
    };
    return found.field == f || (pair(f) != 0 && pair(found.field) == pair(f));
}

} // namespace

Preflight::Preflight(const Format& format, const WriteOptions& options) : m_format(format), m_options(options) {
    if (!format.profile.empty()) m_profile = check::profile(format.profile);
    const Buyer full = full_buyer();
    const Buyer back = format.through(full, options);
    for (const model::FieldInfo& info : model::k_fields)
        if (!is_default(back, info.field) && (info.field != Field::source || same_field(full, back, info.field)))
            m_carried |= std::uint64_t{1} << static_cast<unsigned>(info.field);
    m_source = back.source;
    Buyer person = full;
    person.kind = model::Kind::person;
    m_tells_persons = !carries(Field::kind) && format.through(person, options).kind == person.kind;
    Buyer formula = full;
    formula.remark = "=1";
    check::Finding told;
    m_guards = format.can_write(formula, options, told) && told.rule == k_guarded;
    check::Finding ignored;
    m_short_way =
        m_profile != nullptr && m_profile->scopes == check::scope_target && format.can_write(full, options, ignored);
    for (const model::FieldInfo& info : model::k_fields) {
        if (!carries(info.field))
            m_dropped.push_back(info.field);
        else if (!seen_by_is_plain(info.field))
            m_others.push_back(info.field);
    }
}

Preflight::Verdict Preflight::look(const Buyer& b, std::vector<check::Finding>& out) {
    const auto holds = [&b](Field f) { return !is_default(b, f); };
    if (!m_short_way || !is_plain(b) || std::any_of(m_others.begin(), m_others.end(), holds) ||
        (m_tells_persons && b.kind == model::Kind::person))
        return look_closely(b, out);
    for (const Field f : m_dropped)
        if (holds(f) && !(f == Field::source && b.source == m_source)) ++m_not_carried[static_cast<std::size_t>(f)];
    if (!m_format.categories && b.category != 0) ++m_no_category;
    return {};
}

Preflight::Verdict Preflight::look_closely(const Buyer& b, std::vector<check::Finding>& out) {
    const std::size_t from = out.size();
    check::Finding why;
    if (!m_format.can_write(b, m_options, why)) {
        out.push_back(std::move(why));
        return {true, true};
    }
    if (m_profile != nullptr) check::check_buyer(b, *m_profile, out);
    const Buyer back = m_format.through(b, m_options);
    // What will really stand there; a limit that the client has and the writer does not enforce leaves the value whole.
    for (std::size_t i = from; i < out.size(); ++i) {
        check::Finding& f = out[i];
        f.fix.reset();
        if (!same_field(b, back, f.field)) f.fix = model::to_text(back, f.field);
    }
    if (!model::same_values(b, back)) compare(b, back, out, from);
    if (m_guards) tell_guarded(b, out);
    if (!m_format.categories && b.category != 0) ++m_no_category;
    Verdict v;
    v.altered = std::any_of(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(),
                            [](const check::Finding& f) { return f.severity != check::Severity::note; });
    return v;
}

void Preflight::compare(const Buyer& b, const Buyer& back, std::vector<check::Finding>& out, std::size_t from) {
    const std::size_t known = out.size();
    for (const model::FieldInfo& info : model::k_fields) {
        const Field f = info.field;
        if (same_field(b, back, f)) continue;
        if (!carries(f)) {
            if (!is_default(b, f)) ++m_not_carried[static_cast<std::size_t>(f)];
            continue;
        }
        const auto first = out.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = out.begin() + static_cast<std::ptrdiff_t>(known);
        if (std::any_of(first, last, [&](const check::Finding& found) {
                return found.severity != check::Severity::note && explains(found, f);
            }))
            continue;
        // A value that appears where none was: the other half of a pair that is told apart in another way.
        const bool lost = model::is_blank(back, f) && !model::is_blank(b, f);
        check::Finding found =
            finding(lost ? "export.lost" : "export.altered", model::to_text(b, f), {std::string(info.key)});
        found.field = f;
        found.fix = model::to_text(back, f);
        out.push_back(std::move(found));
    }
}

void Preflight::tell_guarded(const Buyer& b, std::vector<check::Finding>& out) {
    for (const model::FieldInfo& info : model::k_fields) {
        const std::string* text = model::text_member(b, info.field);
        if (!text || !needs_guard(*text)) continue;
        check::Finding f = finding(k_guarded, *text, {std::string(info.key)});
        f.field = info.field;
        out.push_back(std::move(f));
    }
}

void Preflight::summary(const std::function<void(const Problem&)>& problem) const {
    if (!problem) return;
    for (const model::FieldInfo& info : model::k_fields) {
        const std::int64_t n = m_not_carried[static_cast<std::size_t>(info.field)];
        if (n == 0) continue;
        Problem p;
        p.finding = finding("export.not_carried", {}, {std::string(info.key), std::to_string(n)});
        p.finding.field = info.field;
        problem(p);
    }
    if (m_no_category != 0) {
        Problem p;
        p.finding = finding("export.category_not_carried", {}, {std::to_string(m_no_category)});
        problem(p);
    }
}

void tell_template(const Writer& writer, ExportResult& result, const std::function<void(const Problem&)>& problem) {
    const TemplateResult* filled = writer.template_result();
    if (filled == nullptr) return;
    result.filled = *filled;
    const auto left = static_cast<std::int64_t>(filled->left_over.size());
    result.written -= left;
    result.skipped += left;
    if (!problem) return;
    if (!filled->version.empty()) {
        Problem p;
        p.finding = filled->version < filled->newest
                        ? finding("export.template_old", filled->version, {filled->version, filled->newest})
                        : finding("export.template_version", filled->version, {filled->version});
        problem(p);
    }
    if (filled->categories_lost > 0) {
        Problem p;
        p.finding = finding("export.category_not_carried", {}, {std::to_string(filled->categories_lost)});
        problem(p);
    }
    if (filled->categories_told > 0) {
        Problem p;
        p.finding =
            finding("export.category_form", {}, {std::to_string(filled->categories_told), filled->category_example});
        problem(p);
    }
    for (const std::string& number : filled->unfilled) {
        Problem p;
        p.finding = finding("export.bill_unfilled", number, {number});
        problem(p);
    }
    for (const model::Buyer& b : filled->left_over) {
        Problem p{b.id, b.code, b.name, finding("export.left_over", b.name, {b.name}), true};
        problem(p);
    }
}

} // namespace goufang::invoice

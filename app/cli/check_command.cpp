// check: findings of a file or of the registry; --fix applies the safe fixes.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/findings.h"
#include "app/cli/json_lines.h"
#include "app/cli/progress.h"
#include "app/cli/table.h"
#include "core/check/tree_check.h"
#include "core/file/file.h"
#include "core/text/errors.h"

#include <algorithm>
#include <memory>

namespace goufang::cli {

namespace {

struct Values {
    std::optional<std::string> file, format, encoding, map, sheet, target;
    bool fix = false, dry_run = false;
};

const check::Profile& profile_argument(const std::optional<std::string>& id) {
    if (!id) return check::registry_profile();
    if (const auto* profile = check::profile(*id)) return *profile;
    std::string ids;
    for (const auto& p : check::profiles()) ids += (ids.empty() ? "" : " ") + std::string(p.id);
    throw Error(Code::bad_argument, {"--target", *id, "value.one_of", ids});
}

/// Prints findings as they come and counts them.
class Listing {
  public:
    Listing(const Context& c, bool of_file) : m_c(c), m_of_file(of_file) {
        if (!c.json)
            m_table.emplace(c.out(), c.out_colours(),
                            std::vector<std::string>{c.say("report.severity"),
                                                     c.say(of_file ? "report.line" : "field.code"), c.say("field.name"),
                                                     c.say("report.field"), c.say("report.message"),
                                                     c.say("report.rule")});
    }
    void put(std::int64_t line, const std::string& code, const std::string& name, const check::Finding& f,
             bool fixed = false) {
        if (!fixed) ++m_counts[static_cast<std::size_t>(f.severity)];
        if (m_table) {
            std::string message = words::describe(m_c.language, f);
            if (f.fix) message += m_c.say(fixed ? "finding.fixed" : "finding.fix", {words::fix_text(m_c.language, f)});
            m_table->row({std::string(words::severity_name(m_c.language, f.severity)),
                          m_of_file ? invoice::line_text(line) : code, name,
                          std::string(words::field_name(m_c.language, f.field)), message, std::string(f.rule)});
            return;
        }
        Json o = finding_json(m_c.language, f);
        if (m_of_file) put_line(o, line);
        if (!m_of_file || !code.empty()) o["code"] = code;
        if (!name.empty()) o["name"] = name;
        if (fixed) o["fixed"] = true;
        print_json(m_c, o);
    }
    int finish(std::int64_t looked_at) {
        if (m_table) {
            m_table->finish();
            const auto n = [&](check::Severity s) { return std::to_string(m_counts[static_cast<std::size_t>(s)]); };
            if (!m_c.quiet)
                m_c.print(m_c.say("check.summary", {std::to_string(looked_at), n(check::Severity::error),
                                                    n(check::Severity::warning), n(check::Severity::note)}));
        }
        return m_counts[0] + m_counts[1] + m_counts[2] > 0 ? k_with_findings : k_done;
    }

  private:
    const Context& m_c;
    bool m_of_file;
    std::optional<Table> m_table;
    std::int64_t m_counts[3] = {};
};

int check_file(Context& c, const Values& v, const check::Profile& profile) {
    invoice::ReadOptions read;
    if (v.encoding) read.encoding = encoding_argument("--encoding", *v.encoding);
    read.map = map_argument(c, v.map);
    read.sheet = v.sheet.value_or("");
    const file::Mapped input(*v.file);
    c.subject = *v.file;
    invoice::CheckOptions options;
    if (v.format) options.format = &format_argument("--format", *v.format);
    options.read = std::move(read);
    options.profile = profile.id;
    options.cancel = c.cancel_flag();
    Progress progress(c, "progress.check");
    options.progress = [&](std::size_t done, std::size_t all, std::int64_t rows) { progress.show(done, all, rows); };
    Listing listing(c, true);
    const auto result = invoice::check_file(input.bytes(), file::to_utf8(file::to_path(*v.file).filename()), options,
                                            [&](const invoice::ReportLine& line) {
                                                progress.clear();
                                                for (const auto& f : line.findings)
                                                    listing.put(line.line, line.code, line.name, f);
                                            });
    progress.clear();
    return listing.finish(result.rows);
}

/// What a safe fix changes, told as the finding that it mends.
check::Finding fixed_finding(const std::vector<check::Finding>& findings, const check::FixedField& fixed) {
    const auto at = std::find_if(findings.begin(), findings.end(),
                                 [&](const auto& f) { return f.rule == fixed.rule && f.field == fixed.field; });
    check::Finding finding;
    if (at != findings.end()) {
        finding = *at;
    } else {
        finding.rule = fixed.rule;
        finding.field = fixed.field;
    }
    finding.value = fixed.before;
    finding.fix = fixed.after;
    return finding;
}

void apply_fixes(const Context& c, store::Registry& registry, bool dry_run, Listing& listing) {
    std::vector<model::BuyerId> ids;
    std::vector<check::Finding> findings;
    registry.each({}, [&](const model::Buyer& stored) {
        c.stop_if_cancelled();
        model::Buyer b = stored;
        const auto fixed = check::apply_safe_fixes(b);
        if (fixed.empty()) return true;
        ids.push_back(b.id);
        findings.clear();
        check::check_buyer(stored, check::registry_profile(), findings);
        for (const auto& f : fixed) listing.put(0, stored.code, stored.name, fixed_finding(findings, f), !dry_run);
        return true;
    });
    if (dry_run || ids.empty()) return;
    auto transaction = registry.begin(store::StepKind::apply_fixes, {std::to_string(ids.size())});
    for (const auto id : ids) {
        c.stop_if_cancelled();
        auto b = registry.buyer(id);
        if (!b) continue;
        check::apply_safe_fixes(*b);
        transaction.update(*b);
    }
    const auto step = transaction.commit();
    c.chat(c.say("check.fixed", {std::to_string(ids.size()), std::to_string(step)}));
}

/// The tree as the device clients would see it. Nobody who never writes such a file has to mind: a note then.
void check_codes(const Context& c, const store::Registry& registry, bool note_only, Listing& listing) {
    struct Place {
        model::BuyerId id;
        model::CategoryId category;
        std::size_t start, length;
    };
    std::vector<Place> places;
    std::string codes;
    store::Query all;
    all.sort = store::SortKey::id;
    registry.each(all, [&](const model::Buyer& b) {
        c.stop_if_cancelled();
        places.push_back({b.id, b.category, codes.size(), b.code.size()});
        codes += b.code;
        return true;
    });
    std::vector<check::CodedBuyer> buyers;
    buyers.reserve(places.size());
    for (const auto& p : places)
        buyers.push_back({p.id, std::string_view(codes).substr(p.start, p.length), p.category});
    const auto tree = registry.tree();
    for (auto& found : check::check_tree(tree, buyers)) {
        if (note_only) found.finding.severity = check::Severity::note;
        if (const auto* category = tree.find(found.category))
            listing.put(0, category->code, category->name, found.finding);
        else if (const auto b = registry.buyer(found.buyer))
            listing.put(0, b->code, b->name, found.finding);
    }
}

void check_buyers(const Context& c, const store::Registry& registry, const check::Profile& profile, Listing& listing,
                  std::int64_t& looked_at) {
    const auto all = static_cast<std::uint64_t>(std::max<std::int64_t>(registry.count({}), 0));
    Progress progress(c, "progress.check");
    const bool whole_registry = profile.id == check::registry_profile().id;
    std::optional<Duplicates> duplicates;
    if (whole_registry) duplicates.emplace(registry, [&] { c.stop_if_cancelled(); });
    std::vector<check::Finding> findings;
    registry.each({}, [&](const model::Buyer& b) {
        c.stop_if_cancelled();
        ++looked_at;
        findings.clear();
        check::check_buyer(b, profile, findings);
        if (duplicates) duplicates->findings(b, findings);
        if (!findings.empty()) progress.clear();
        for (const auto& f : findings) listing.put(0, b.code, b.name, f);
        if ((looked_at & 1023) == 0) progress.show(static_cast<std::uint64_t>(looked_at), all, looked_at);
        return true;
    });
    progress.clear();
    if (whole_registry || profile.lower_code) check_codes(c, registry, whole_registry, listing);
}

} // namespace

Action setup_check(Arguments& arguments) {
    auto v = std::make_shared<Values>();
    arguments.positional("FILE", v->file)
        .help("arg.FILE.check")
        .option("--format", "ID", v->format)
        .option("--encoding", "E", v->encoding)
        .option("--map", "FILE", v->map)
        .option("--sheet", "NAME", v->sheet)
        .option("--target", "ID", v->target)
        .flag("--fix", v->fix)
        .flag("--dry-run", v->dry_run)
        .help("opt.dry-run.fix");
    return [v](Context& c) {
        const auto& profile = profile_argument(v->target);
        if (v->fix && v->file) throw UsageError("usage.only_one", {"FILE", "--fix"});
        if (v->fix && v->target) throw UsageError("usage.only_one", {"--target", "--fix"});
        if (!v->file)
            for (const auto& [option, value] : {std::pair{"--format", v->format}, std::pair{"--encoding", v->encoding},
                                                std::pair{"--map", v->map}, std::pair{"--sheet", v->sheet}})
                if (value) throw UsageError("usage.needs", {option, "FILE"});
        if (v->dry_run && !v->fix) throw UsageError("usage.needs", {"--dry-run", "--fix"});
        if (v->file) return check_file(c, *v, profile);

        auto registry = v->fix && !v->dry_run ? c.open_to_write() : c.open_to_read();
        Listing listing(c, false);
        std::int64_t looked_at = 0;
        if (v->fix && v->dry_run) {
            apply_fixes(c, registry, true, listing);
            c.chat(c.say("word.nothing_written"));
            return listing.finish(registry.count({}));
        }
        if (v->fix) apply_fixes(c, registry, false, listing);
        check_buyers(c, registry, profile, listing, looked_at);
        return listing.finish(looked_at);
    };
}

} // namespace goufang::cli

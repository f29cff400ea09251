// import.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/progress.h"
#include "app/cli/report.h"
#include "core/text/errors.h"

#include <algorithm>
#include <memory>

namespace goufang::cli {

namespace {

using invoice::Policy;

struct Values {
    std::string file;
    std::optional<std::string> format, encoding, into, match, policy, on_double, report, rejects, map, sheet,
        own_tax_id;
    bool dry_run = false;
};

Policy policy_argument(std::string_view whole, std::string_view text) {
    if (text == "fill") return Policy::fill;
    if (text == "overwrite") return Policy::overwrite;
    if (text == "keep") return Policy::keep;
    if (text == "add") return Policy::add;
    throw Error(Code::bad_argument, {"--policy", std::string(whole), "value.policy"});
}

invoice::OnDouble double_argument(const std::string& text) {
    if (text == "skip") return invoice::OnDouble::skip;
    if (text == "new-code") return invoice::OnDouble::new_code;
    if (text == "overwrite") return invoice::OnDouble::overwrite;
    throw Error(Code::bad_argument, {"--on-double", text, "value.one_of", "skip new-code overwrite"});
}

/// "fill", or "fill,phone=overwrite,address=add".
void read_policies(const std::string& text, invoice::ImportOptions& options) {
    for (const auto& part : split_commas(text)) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos)
            options.policy = policy_argument(text, part);
        else
            options.field_policies.emplace_back(field_argument("--policy", part.substr(0, equals)),
                                                policy_argument(text, part.substr(equals + 1)));
    }
}

void read_match(const std::string& text, invoice::ImportOptions& options) {
    options.match.clear();
    for (const auto& key : split_commas(text)) {
        const auto field = model::field_by_key(key);
        if (!field || (*field != model::Field::tax_id && *field != model::Field::code && *field != model::Field::name))
            throw Error(Code::bad_argument, {"--match", key, "value.one_of", "tax_id code name"});
        options.match.push_back(*field);
    }
    if (options.match.empty()) throw Error(Code::bad_argument, {"--match", text, "value.not_blank"});
}

invoice::ImportOptions options_of(Context& c, const Values& v) {
    invoice::ImportOptions o;
    if (v.format) o.format = &format_argument("--format", *v.format);
    if (v.encoding) o.read.encoding = encoding_argument("--encoding", *v.encoding);
    o.read.map = map_argument(c, v.map);
    o.read.sheet = v.sheet.value_or("");
    o.into = v.into.value_or("");
    if (v.match) read_match(*v.match, o);
    if (v.policy) read_policies(*v.policy, o);
    if (v.on_double) o.on_double = double_argument(*v.on_double);
    o.dry_run = v.dry_run;
    o.cancel = c.cancel_flag();
    return o;
}

/// None of the files that are written may be one that is read.
void refuse_same_files(const Context& c, const Values& v) {
    const std::string registry = c.registry_path();
    for (const auto& [argument, path] : {std::pair{"--report", v.report}, std::pair{"--rejects", v.rejects}})
        if (path && (same_file(*path, v.file) || same_file(*path, registry)))
            throw Error(Code::bad_argument, {argument, *path, "value.same_file"});
    if (v.report && v.rejects && same_file(*v.report, *v.rejects))
        throw Error(Code::bad_argument, {"--rejects", *v.rejects, "value.same_file"});
}

Json head_of(const Context& c, const Values& v, const invoice::ImportResult& r) {
    Json o = {{"format", r.format->id},
              {"encoding", text::encoding_name(r.encoding)},
              {"dry_run", v.dry_run},
              {"step", r.step},
              {"counts",
               {{"new", r.counts.added},
                {"changed", r.counts.changed},
                {"same", r.counts.same},
                {"conflict", r.counts.conflict},
                {"rejected", r.counts.rejected}}},
              {"with_findings", r.counts.with_findings},
              {"categories", r.counts.categories}};
    if (r.counts.invoices + r.counts.invoices_known > 0)
        o["invoices"] = {{"new", r.counts.invoices}, {"known", r.counts.invoices_known}};
    if (r.seen_before) o["seen_before"] = step_json(c.language, *r.seen_before);
    return o;
}

void print_summary(const Context& c, const Values& v, const invoice::ImportResult& r) {
    const auto n = [](std::int64_t value) { return std::to_string(value); };
    const auto& k = r.counts;
    c.print(c.say(v.dry_run ? "import.tried" : "import.done",
                  {file::to_utf8(file::to_path(v.file).filename()), std::string(r.format->id),
                   std::string(text::encoding_name(r.encoding)), n(k.rows())}));
    c.print("  " + c.say("import.counts", {n(k.added), n(k.changed), n(k.same), n(k.conflict), n(k.rejected)}));
    if (k.with_findings > 0) c.print("  " + c.say("import.with_findings", {n(k.with_findings)}));
    if (k.categories > 0) c.print("  " + c.say("import.categories", {n(k.categories)}));
    if (k.invoices + k.invoices_known > 0)
        c.print("  " + c.say("import.invoices", {n(k.invoices), n(k.invoices_known)}));
    if (v.dry_run)
        c.chat(c.say("word.nothing_written"));
    else if (r.step != 0)
        c.chat(c.say("import.undo", {n(r.step)}));
    else
        c.chat(c.say("import.no_change"));
}

/// The registry is already written: a report that cannot be must not look like an import that failed.
bool publish(const Context& c, file::AtomicFile* report, file::AtomicFile* rejects) {
    try {
        if (report != nullptr) report->commit();
        if (rejects != nullptr) rejects->commit();
        return true;
    } catch (const Error& e) {
        c.warn(words::describe(c.language, e));
        return false;
    }
}

} // namespace

Action setup_import(Arguments& arguments) {
    auto v = std::make_shared<Values>();
    arguments.positional("FILE", v->file)
        .help("arg.FILE.input")
        .option("--format", "ID", v->format)
        .option("--encoding", "E", v->encoding)
        .option("--into", "PATH", v->into)
        .option("--match", "FIELDS", v->match)
        .option("--policy", "POLICY", v->policy)
        .option("--on-double", "WHAT", v->on_double)
        .flag("--dry-run", v->dry_run)
        .option("--report", "FILE", v->report)
        .option("--rejects", "FILE", v->rejects)
        .option("--map", "FILE", v->map)
        .option("--sheet", "NAME", v->sheet)
        .option("--own-tax-id", "T", v->own_tax_id);
    return [v](Context& c) {
        auto options = options_of(c, *v);
        refuse_same_files(c, *v);
        auto registry = v->dry_run ? c.open_to_read() : c.open_to_write();
        options.read.own_tax_id = v->own_tax_id ? *v->own_tax_id : registry.setting("own_tax_id");
        const file::Mapped input(v->file);
        c.subject = v->file;
        std::unique_ptr<file::AtomicFile> report;
        std::optional<words::ImportReport> lines;
        if (v->report) {
            report = std::make_unique<file::AtomicFile>(*v->report);
            lines.emplace(c.language, *report);
        }
        std::unique_ptr<file::AtomicFile> rejects;
        if (v->rejects) rejects = std::make_unique<file::AtomicFile>(*v->rejects);

        Teller teller(c, lines ? &*lines : nullptr);
        Progress progress(c, v->dry_run ? "progress.try" : "progress.import");
        options.describe = [&](const check::Finding& f) { return words::describe(c.language, f); };
        options.progress = [&](std::size_t done, std::size_t all, std::int64_t rows) {
            progress.show(done, all, rows);
        };
        const auto result = invoice::import_bytes(
            registry, input.bytes(), file::to_utf8(file::to_path(v->file).filename()), options,
            [&](const invoice::ReportLine& line) { teller.add(line); }, rejects.get());
        progress.clear();

        // A reject file without a record would only be in the way.
        const bool has_rejects = result.counts.rejected + result.counts.conflict > 0;
        const bool published = publish(c, report.get(), has_rejects ? rejects.get() : nullptr);
        if (result.seen_before)
            c.warn(c.say("import.seen_before",
                         {local_time(result.seen_before->at), std::to_string(result.seen_before->id)}));
        if (c.json) {
            teller.print(head_of(c, *v, result));
        } else {
            teller.show(v->report.has_value());
            print_summary(c, *v, result);
            if (v->report && published) c.chat(c.say("import.report", {*v->report}));
            if (v->rejects && published)
                c.chat(has_rejects ? c.say("import.rejects", {*v->rejects}) : c.say("import.no_rejects"));
        }
        const bool to_read = has_rejects || result.counts.with_findings > 0 || teller.serious() > 0 || !published;
        return to_read ? k_with_findings : k_done;
    };
}

} // namespace goufang::cli

// export, convert.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/progress.h"
#include "app/cli/report.h"
#include "core/store/operations.h"
#include "core/text/errors.h"

#include <algorithm>
#include <memory>

namespace goufang::cli {

namespace {

using invoice::OnProblem;

/// What both commands take for the file that they write.
struct Writing {
    std::optional<std::string> encoding, separator, goods, template_file, seller_name, seller_tax_id;

    void declare(Arguments& arguments) {
        arguments.option("--encoding", "E", encoding)
            .help("opt.encoding.output")
            .option("--separator", "S", separator)
            .option("--goods", "NAME,CODE,RATE,AMOUNT", goods)
            .option("--template", "FILE", template_file)
            .option("--seller-name", "NAME", seller_name)
            .option("--seller-tax-id", "T", seller_tax_id);
    }
};

/// The name may hold commas: the last three parts are code, rate and amount.
invoice::Goods goods_argument(const std::string& text) {
    std::string part[3];
    std::string_view rest = text;
    for (int i = 2; i >= 0; --i) {
        const std::size_t comma = rest.rfind(',');
        if (comma == std::string_view::npos) throw Error(Code::bad_argument, {"--goods", text, "value.goods"});
        part[i] = std::string(rest.substr(comma + 1));
        rest = rest.substr(0, comma);
    }
    const auto blank = [](std::string_view s) { return s.find_first_not_of(' ') == std::string_view::npos; };
    if (blank(rest) || blank(part[0]) || blank(part[1]) || blank(part[2]))
        throw Error(Code::bad_argument, {"--goods", text, "value.goods"});
    return {std::string(rest), part[0], part[1], part[2]};
}

invoice::WriteOptions write_options(const Writing& w, const std::optional<file::Mapped>& template_file) {
    invoice::WriteOptions o;
    if (w.encoding) o.encoding = encoding_argument("--encoding", *w.encoding);
    if (w.goods) o.goods = goods_argument(*w.goods);
    if (w.separator) {
        if (*w.separator != "~~" && *w.separator != "," && *w.separator != " ")
            throw Error(Code::bad_argument, {"--separator", *w.separator, "value.separator"});
        o.separator = *w.separator;
    }
    if (template_file) o.template_bytes = template_file->bytes();
    o.seller_name = w.seller_name.value_or("");
    o.seller_tax_id = w.seller_tax_id.value_or("");
    return o;
}

std::optional<file::Mapped> open_template(const Writing& w) {
    if (!w.template_file) return std::nullopt;
    return file::Mapped(*w.template_file);
}

const invoice::Format& writable(const invoice::Format& format) {
    if (!format.writes) throw Error(Code::cannot_write, {std::string(format.id)});
    return format;
}

std::string extension_of(const std::string& path) {
    std::string extension = file::to_utf8(file::to_path(path).extension());
    if (extension.starts_with('.')) extension.erase(0, 1);
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char ch) { return ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch - 'A' + 'a') : ch; });
    return extension;
}

Json head_of(const invoice::ExportResult& r, const invoice::Format& format, const std::string& path) {
    Json head = {{"format", format.id},
                 {"path", path},
                 {"stopped", r.stopped},
                 {"counts", {{"written", r.written}, {"adjusted", r.adjusted}, {"skipped", r.skipped}}}};
    if (r.filled) {
        Json left_over = Json::array();
        for (const model::Buyer& b : r.filled->left_over) left_over.push_back({{"code", b.code}, {"name", b.name}});
        head["template"] = {{"version", r.filled->version},
                            {"bills", r.filled->bills},
                            {"filled", r.filled->filled},
                            {"unfilled", r.filled->unfilled},
                            {"left_over", std::move(left_over)}};
    }
    return head;
}

/// What is said at the end, and the exit status.
int report(const Context& c, const Teller& teller, const invoice::ExportResult& r, const invoice::Format& format,
           const std::string& path) {
    if (c.json) {
        teller.print(head_of(r, format, path));
    } else {
        teller.show(false);
        if (r.stopped) {
            c.print(c.say("export.stopped", {std::to_string(teller.serious())}));
        } else {
            if (!c.quiet)
                c.print(c.say("export.done", {path, std::string(format.id), std::to_string(r.written),
                                              std::to_string(r.adjusted), std::to_string(r.skipped)}));
            if (r.filled && r.filled->bills + r.filled->left_over.size() != 0 && !c.quiet)
                c.print("  " +
                        c.say("export.template",
                              {std::to_string(r.filled->bills), std::to_string(r.filled->filled),
                               std::to_string(r.filled->unfilled.size()), std::to_string(r.filled->left_over.size())}));
            if (!format.verified) c.chat(c.say("formats.unverified"));
        }
    }
    return teller.count() > 0 || r.stopped || r.adjusted > 0 || r.skipped > 0 ? k_with_findings : k_done;
}

OnProblem on_problem_argument(const std::optional<std::string>& text) {
    if (!text || *text == "stop") return OnProblem::stop;
    if (*text == "skip") return OnProblem::skip;
    if (*text == "adjust") return OnProblem::adjust;
    throw Error(Code::bad_argument, {"--on-problem", *text, "value.one_of", "stop skip adjust"});
}

bool sheets_argument(const std::optional<std::string>& text, const invoice::Format& format) {
    if (!text) return false;
    if (*text != "one" && *text != "category")
        throw Error(Code::bad_argument, {"--sheets", *text, "value.one_of", "one category"});
    if (format.sheets) return *text == "category";
    std::string able;
    for (const invoice::Format& f : invoice::formats())
        if (f.sheets) able += (able.empty() ? "" : " ") + std::string(f.id);
    throw UsageError("usage.needs", {"--sheets", "--format " + able});
}

} // namespace

Action setup_export(Arguments& arguments) {
    struct Values {
        std::string format, output;
        std::optional<std::string> category, keys, since, on_problem, map, sheets;
        Writing writing;
    };
    auto v = std::make_shared<Values>();
    arguments.required("--format", "ID", v->format)
        .help("opt.format.output")
        .required("--output", "FILE", v->output)
        .option("--category", "PATH", v->category)
        .help("opt.category.export")
        .option("--keys", "KEY,...", v->keys)
        .option("--since", "STEP", v->since)
        .option("--on-problem", "WAY", v->on_problem)
        .option("--sheets", "WAY", v->sheets)
        .option("--map", "FILE", v->map)
        .help("opt.map.template");
    v->writing.declare(arguments);
    return [v](Context& c) {
        invoice::ExportOptions o;
        o.format = &writable(format_argument("--format", v->format));
        o.on_problem = on_problem_argument(v->on_problem);
        if (v->since) o.query.changed_since = whole_number("--since", *v->since, 0);
        const auto template_file = open_template(v->writing);
        o.write = write_options(v->writing, template_file);
        o.write.map = map_argument(c, v->map);
        o.write.sheet_per_category = sheets_argument(v->sheets, *o.format);
        const auto registry = c.open_to_read();
        if (same_file(v->output, c.registry_path()))
            throw Error(Code::bad_argument, {"--output", v->output, "value.same_file"});
        if (v->category) {
            o.query.category = category_argument(registry.tree(), *v->category);
            o.query.exact = *o.query.category == 0;
        }
        if (v->keys) {
            for (const auto& key : split_commas(*v->keys)) {
                const auto id = store::resolve_key(registry, key).id;
                if (std::find(o.ids.begin(), o.ids.end(), id) == o.ids.end()) o.ids.push_back(id);
            }
            if (o.ids.empty()) throw Error(Code::bad_argument, {"--keys", *v->keys, "value.not_blank"});
        }
        o.cancel = c.cancel_flag();
        Progress progress(c, "progress.export");
        o.progress = [&](std::int64_t done, std::int64_t all) {
            progress.show(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(all), done);
        };
        if (v->writing.template_file) c.subject = *v->writing.template_file;
        Teller teller(c);
        file::AtomicFile output(v->output);
        const auto result = invoice::export_to(registry, o, output, [&](const invoice::Problem& p) { teller.add(p); });
        if (!result.stopped) output.commit();
        progress.clear();
        return report(c, teller, result, *o.format, v->output);
    };
}

namespace {

const invoice::Format& input_format(const std::optional<std::string>& id, std::string_view bytes,
                                    const std::string& path, const invoice::ReadOptions& read) {
    const invoice::Format* format = nullptr;
    if (id)
        format = &format_argument("--from", *id);
    else if (bytes.empty())
        throw Error(Code::file_empty, {path});
    else
        format = invoice::sniff(bytes, extension_of(path), read);
    if (format == nullptr) throw Error(Code::format_unknown, {path});
    if (!format->reads) throw Error(Code::cannot_read, {std::string(format->id)});
    return *format;
}

/// --to, else the only format (or the only one that is no client's) that proposes the file's extension.
const invoice::Format& output_format(const std::optional<std::string>& id, const std::string& path) {
    if (id) return writable(format_argument("--to", *id));
    const std::string extension = extension_of(path);
    std::vector<const invoice::Format*> found;
    std::string ids;
    for (const auto& f : invoice::formats()) {
        if (!f.writes) continue;
        ids += (ids.empty() ? "" : " ") + std::string(f.id);
        if (f.extensions.substr(0, f.extensions.find(',')) == extension) found.push_back(&f);
    }
    // Several: the one that is not made for a client and holds everything.
    if (found.size() > 1) std::erase_if(found, [](const invoice::Format* f) { return !f->profile.empty(); });
    if (found.size() != 1) throw Error(Code::bad_argument, {"OUT", path, "value.name_format", ids});
    return *found.front();
}

} // namespace

Action setup_convert(Arguments& arguments) {
    struct Values {
        std::string in, out;
        std::optional<std::string> from, to, input_encoding, map;
        Writing writing;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("IN", v->in)
        .positional("OUT", v->out)
        .option("--from", "ID", v->from)
        .option("--to", "ID", v->to)
        .help("opt.to.format")
        .option("--input-encoding", "E", v->input_encoding)
        .option("--map", "FILE", v->map);
    v->writing.declare(arguments);
    return [v](Context& c) {
        invoice::ReadOptions read;
        if (v->input_encoding) read.encoding = encoding_argument("--input-encoding", *v->input_encoding);
        read.map = map_argument(c, v->map);
        const auto template_file = open_template(v->writing);
        auto write = write_options(v->writing, template_file);
        write.map = read.map;
        const auto& to = output_format(v->to, v->out);
        const file::Mapped input(v->in);
        c.subject = v->in;
        const auto& from = input_format(v->from, input.bytes(), v->in, read);
        if (same_file(v->in, v->out)) throw Error(Code::bad_argument, {"OUT", v->out, "value.same_file"});
        Teller teller(c);
        file::AtomicFile output(v->out);
        const auto result = invoice::convert(
            input.bytes(), from, read, to, write, output, [&](const invoice::Problem& p) { teller.add(p); },
            [&](const invoice::ReportLine& line) { teller.add(line); }, c.cancel_flag());
        if (!result.stopped) output.commit();
        return report(c, teller, result, to, v->out);
    };
}

} // namespace goufang::cli

// qr: the invoice-title code of a buyer as a picture, and the buyer in such a picture.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "app/cli/table.h"
#include "app/words/buyer_value.h"
#include "core/file/file.h"
#include "core/store/operations.h"
#include "core/text/errors.h"
#include "invoice/qr/symbol.h"
#include "invoice/qr/title.h"

#include <algorithm>
#include <memory>

namespace goufang::cli {

namespace {

namespace qr = invoice::qr;
using model::Field;

constexpr Field k_title_fields[] = {Field::name,  Field::tax_id, Field::address,
                                    Field::phone, Field::bank,   Field::account};

qr::CrcCharset crc_argument(const std::optional<std::string>& told, const store::Registry& registry) {
    const std::string name = told ? *told : registry.setting("title_qr_crc");
    if (name.empty()) return qr::CrcCharset::gbk;
    if (const auto charset = qr::crc_charset_from(name)) return *charset;
    throw Error(Code::bad_argument, {"--crc", name, "value.one_of", "gbk utf-8"});
}

/// ".png", ".svg", lower case; empty for anything else.
std::string picture_kind(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    std::string kind(dot == std::string_view::npos ? std::string_view() : path.substr(dot));
    std::transform(kind.begin(), kind.end(), kind.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return kind == ".png" || kind == ".svg" ? kind : std::string();
}

int write_code(Context& c, const std::string& key, const std::string& output, const std::optional<std::string>& crc) {
    const std::string kind = picture_kind(output);
    if (kind.empty()) throw Error(Code::bad_argument, {"--output", output, "value.one_of", "*.png *.svg"});
    const auto registry = c.open_to_read();
    const model::Buyer b = store::resolve_key(registry, key);
    const std::string text = qr::title_text(b, crc_argument(crc, registry));
    const qr::Symbol symbol = qr::encode_symbol(text);
    make_parent_folders(output);
    file::AtomicFile file(output);
    file.write(kind == ".png" ? qr::to_png(symbol) : qr::to_svg(symbol));
    file.commit();
    const auto long_fields = qr::over_long(b);
    for (const Field f : long_fields)
        c.warn(c.say(f == Field::tax_id ? "qr.odd_tax_id" : "qr.over_long",
                     {std::string(words::field_name(c.language, f)), std::to_string(qr::k_max_part)}));
    if (c.json)
        print_json(c, {{"output", output}, {"code", b.code}, {"name", b.name}, {"text", text}});
    else
        c.chat(c.say("qr.written", {b.name, output}));
    return long_fields.empty() ? k_done : k_with_findings;
}

std::string_view crc_word(qr::Crc crc) {
    switch (crc) {
    case qr::Crc::gbk:
        return "gbk";
    case qr::Crc::utf8:
        return "utf-8";
    case qr::Crc::missing:
        return "missing";
    case qr::Crc::wrong:
        break;
    }
    return "wrong";
}

int read_code(const Context& c, const std::string& path) {
    constexpr int k_unreadable = 3;
    std::vector<std::string> texts;
    const std::string_view problem = qr::problem_of(qr::read_symbols(file::Mapped(path).bytes(), texts));
    if (!problem.empty()) {
        c.warn(c.say("label.error") + path + ": " + c.say(problem));
        return k_unreadable;
    }
    int status = k_unreadable;
    for (const std::string& text : texts) {
        const qr::Title title = qr::read_title(text);
        if (title.kind != qr::Kind::title) {
            c.warn(c.say("label.error") + path + ": " + c.say(qr::problem_of(title)));
            continue;
        }
        const bool doubt = title.crc == qr::Crc::wrong || title.split_doubtful;
        if (title.crc == qr::Crc::wrong) c.warn(c.say("qr.crc_wrong"));
        if (title.split_doubtful) c.warn(c.say("qr.split"));
        if (c.json) {
            Json o = Json::object();
            for (const Field f : k_title_fields) o[std::string(model::info(f).key)] = model::to_text(title.buyer, f);
            o["crc"] = crc_word(title.crc);
            print_json(c, o);
        } else {
            Table table(c.out(), c.out_colours(), {});
            for (const Field f : k_title_fields)
                table.row(
                    {std::string(words::field_name(c.language, f)), words::shown_value(c.language, title.buyer, f)});
            table.finish();
        }
        const int one = doubt ? k_with_findings : k_done;
        status = status == k_unreadable ? one : std::max(status, one);
    }
    return status;
}

} // namespace

Action setup_qr(Arguments& arguments) {
    struct Values {
        std::optional<std::string> key, output, read, crc;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("KEY", v->key)
        .help("arg.KEY")
        .option("--output", "FILE", v->output)
        .help("opt.output.qr")
        .option("--crc", "C", v->crc)
        .option("--read", "IMAGE", v->read);
    return [v](Context& c) {
        if (v->read) {
            if (v->key) throw UsageError("usage.only_one", {"KEY", "--read"});
            if (v->output) throw UsageError("usage.only_one", {"--output", "--read"});
            if (v->crc) throw UsageError("usage.only_one", {"--crc", "--read"});
            c.subject = *v->read;
            return read_code(c, *v->read);
        }
        if (!v->key) throw UsageError("usage.missing", {"KEY"});
        if (!v->output) throw UsageError("usage.missing", {"--output"});
        return write_code(c, *v->key, *v->output, v->crc);
    };
}

} // namespace goufang::cli

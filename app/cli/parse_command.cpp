// parse: pasted 开票信息 -> buyers.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "app/cli/table.h"
#include "core/file/file.h"
#include "core/text/errors.h"
#include "invoice/paste/known.h"

#include <algorithm>
#include <iterator>
#include <memory>

namespace goufang::cli {

namespace {

namespace paste = invoice::paste;

/// Throws Error encoding with the place of the first bad byte.
std::string decoded(std::string_view bytes, std::optional<text::Encoding> told) {
    const text::Detected detected = text::detect_encoding(bytes, true);
    const text::Encoding from = told.value_or(detected.encoding);
    const std::string_view bom = text::encoding_bom(from);
    if (!bom.empty() && bytes.starts_with(bom))
        bytes.remove_prefix(bom.size());
    else if (!told)
        bytes.remove_prefix(detected.bom_bytes);
    text::Decoder decoder(from);
    std::string out;
    if (decoder.decode(bytes, out, true) == text::npos) return out;
    const auto line = std::count(out.begin(), out.end(), '\n');
    const std::size_t start = out.rfind('\n') == std::string::npos ? 0 : out.rfind('\n') + 1;
    std::string hex;
    for (const char c : decoder.bad()) {
        constexpr std::string_view k_digits = "0123456789ABCDEF";
        hex += k_digits[static_cast<unsigned char>(c) >> 4];
        hex += k_digits[static_cast<unsigned char>(c) & 15];
    }
    throw Error(Code::encoding, {std::to_string(line + 1),
                                 std::to_string(text::count_code_points(std::string_view(out).substr(start)) + 1),
                                 std::string(text::encoding_name(from)), hex});
}

Json block_json(const paste::Block& block) {
    Json fields = Json::object();
    for (const paste::Field& f : block.fields)
        fields[std::string(model::info(f.field).key)] = {
            {"value", f.value}, {"confidence", f.confidence}, {"start", f.start}, {"length", f.length}};
    return {{"fields", std::move(fields)}};
}

} // namespace

Action setup_parse(Arguments& arguments) {
    struct Values {
        std::optional<std::string> file, encoding;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("FILE", v->file).help("arg.FILE.parse").option("--encoding", "E", v->encoding);
    return [v](Context& c) {
        std::optional<text::Encoding> encoding;
        if (v->encoding) encoding = encoding_argument("--encoding", *v->encoding);
        std::string text;
        if (v->file && *v->file != "-") {
            c.subject = *v->file;
            text = decoded(file::Mapped(*v->file).bytes(), encoding);
        } else {
            c.subject = c.say("thing.input");
            std::string bytes;
            if (c.environment().in != nullptr) bytes.assign(std::istreambuf_iterator<char>(*c.environment().in), {});
            text = decoded(bytes, encoding);
        }
        if (text.empty()) throw Error(Code::file_empty, {c.subject});

        std::optional<store::Registry> registry;
        try {
            registry.emplace(c.open_to_read());
        } catch (const Error& e) {
            if (e.code() != Code::registry_missing) throw; // none is needed
        }
        const auto blocks = paste::parse_blocks(text);
        std::size_t unsure = 0;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            c.stop_if_cancelled();
            const auto existing = registry ? paste::known_buyer(*registry, blocks[i]) : std::nullopt;
            const auto tree = existing ? registry->tree() : model::CategoryTree();
            unsure += static_cast<std::size_t>(std::count_if(blocks[i].fields.begin(), blocks[i].fields.end(),
                                                             [](const paste::Field& f) { return !f.sure(); }));
            if (c.json) {
                Json o = block_json(blocks[i]);
                if (existing) o["existing"] = buyer_json(*existing, category_path(tree, existing->category));
                print_json(c, o);
                continue;
            }
            if (blocks.size() > 1) c.print(c.say("parse.block", {std::to_string(i + 1)}));
            Table table(c.out(), c.out_colours(), {});
            for (const paste::Field& f : blocks[i].fields)
                table.row({std::string(words::field_name(c.language, f.field)), f.sure() ? " " : "?", f.value});
            table.finish();
            if (existing) c.print(c.say("parse.existing", {existing->code, existing->name}));
        }
        if (blocks.empty()) c.warn(c.say("parse.none"));
        if (unsure > 0) c.chat(c.say("parse.unsure", {std::to_string(unsure)}));
        return unsure > 0 || blocks.empty() ? k_with_findings : k_done;
    };
}

} // namespace goufang::cli

#include "core/text/errors.h"
#include "invoice/format.h"

#include <array>

namespace goufang::invoice {

// What a row of the table stands for: six functions in the format's own namespace.
#define GOUFANG_FORMAT(space, id, extensions, reads, writes, fills, categories, sheets, verified, profile, encoding)   \
    namespace space {                                                                                                  \
    Sniff sniff(std::string_view head);                                                                                \
    std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options);                                  \
    std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options);                                     \
    std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options);       \
    model::Buyer through(const model::Buyer& buyer, const WriteOptions& options);                                      \
    bool can_write(const model::Buyer& buyer, const WriteOptions& options, check::Finding& why);                       \
    }
#include "invoice/formats.def"
#undef GOUFANG_FORMAT

namespace {

constexpr auto k_formats = std::to_array<Format>({
#define GOUFANG_FORMAT(space, id, extensions, reads, writes, fills, categories, sheets, verified, profile, encoding)   \
    {id,                                                                                                               \
     extensions,                                                                                                       \
     reads,                                                                                                            \
     writes,                                                                                                           \
     Fills::fills,                                                                                                     \
     categories,                                                                                                       \
     sheets,                                                                                                           \
     verified,                                                                                                         \
     profile,                                                                                                          \
     text::Encoding::encoding,                                                                                         \
     &space::sniff,                                                                                                    \
     &space::open,                                                                                                     \
     &space::create,                                                                                                   \
     &space::rejects,                                                                                                  \
     &space::through,                                                                                                  \
     &space::can_write},
#include "invoice/formats.def"
#undef GOUFANG_FORMAT
});

bool has_extension(const Format& f, std::string_view extension) {
    if (extension.empty()) return false;
    for (std::string_view rest = f.extensions;;) {
        const std::size_t comma = rest.find(',');
        if (rest.substr(0, comma) == extension) return true;
        if (comma == std::string_view::npos) return false;
        rest.remove_prefix(comma + 1);
    }
}

} // namespace

std::string line_text(std::int64_t line) {
    const std::string row = std::to_string(row_of(line));
    return sheet_of(line) == 0 ? row : std::to_string(sheet_of(line)) + '!' + row;
}

std::span<const Format> formats() { return k_formats; }

const Format* format(std::string_view id) {
    for (const Format& f : k_formats)
        if (f.id == id) return &f;
    return nullptr;
}

const Format* sniff(std::string_view bytes, std::string_view extension, const ReadOptions& read) {
    // The directory of a container stands at its end or anywhere.
    const bool container = bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0");
    const std::string_view head = container ? bytes : bytes.substr(0, std::size_t{64} << 10);
    std::string ext(extension);
    if (ext.starts_with('.')) ext.erase(0, 1);
    for (char& c : ext)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const Format* best = nullptr;
    int best_score = 0;
    for (const Format& f : k_formats) {
        if (!f.reads) continue;
        const Sniff s = f.sniff(head);
        if (s == Sniff::no) continue;
        const int score = (s == Sniff::sure ? 2 : 0) + (has_extension(f, ext) ? 1 : 0) + 1;
        if (score > best_score) best = &f, best_score = score;
    }
    if (best != nullptr || read.map.empty()) return best;
    for (const Format& f : k_formats) {
        if (!f.reads || !has_extension(f, ext)) continue;
        try {
            if (!f.open(bytes, read)->columns().empty()) return &f;
        } catch (const Error&) { // not this one
        }
    }
    return nullptr;
}

std::string_view file_extension(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos || file_name.find_first_of("/\\", dot) != std::string_view::npos) return {};
    return file_name.substr(dot + 1);
}

} // namespace goufang::invoice

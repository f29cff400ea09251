#include "app/desktop/import_source.h"

#include "core/text/charset.h"
#include "core/text/errors.h"
#include "invoice/transfer.h"

namespace goufang::desktop {

ImportSource::ImportSource(std::string path) : m_path(std::move(path)), m_file(m_path) {
    if (m_file.bytes().empty()) throw Error(Code::file_empty, {m_path});
}

std::string ImportSource::file_name() const { return file::to_utf8(file::to_path(m_path).filename()); }

const invoice::Format* ImportSource::format() const {
    if (forced_format != nullptr) return forced_format;
    return invoice::sniff(bytes(), invoice::file_extension(file_name()));
}

invoice::ReadOptions ImportSource::read_options() const {
    invoice::ReadOptions options;
    options.encoding = forced_encoding;
    options.map = map;
    return options;
}

ImportSource::Preview ImportSource::preview(std::size_t rows) const {
    Preview out;
    out.format = format();
    if (out.format == nullptr) throw Error(Code::format_unknown, {m_path});
    const auto reader = out.format->open(bytes(), read_options());
    invoice::Row row;
    while (out.rows.size() < rows && reader->next(row)) {
        out.rows.push_back(row);
        out.rows.back().raw = {};
    }
    out.encoding = reader->encoding();
    out.columns = reader->columns();
    return out;
}

std::optional<ImportSource::Record> ImportSource::record(std::int64_t line) const {
    const invoice::Format* f = format();
    if (f == nullptr) return std::nullopt;
    const std::string_view all = bytes();
    const auto reader = f->open(all, read_options());
    invoice::Row row;
    while (reader->next(row)) {
        if (row.line > line) return std::nullopt;
        if (row.line != line || row.raw.empty()) continue;
        if (row.raw.data() < all.data() || row.raw.data() + row.raw.size() > all.data() + all.size())
            return std::nullopt;
        Record out;
        out.offset = static_cast<std::size_t>(row.raw.data() - all.data());
        out.size = row.raw.size();
        out.encoding = reader->encoding();
        text::Decoder decoder(out.encoding);
        std::string_view in = row.raw;
        for (auto bad = decoder.decode(in, out.text, true); bad != text::npos;
             bad = decoder.decode(in, out.text, true)) {
            out.text += "\xEF\xBF\xBD";
            in.remove_prefix(bad + decoder.skip_bad());
        }
        return out;
    }
    return std::nullopt;
}

void ImportSource::replace(const Record& record, std::string_view text) {
    std::string encoded;
    if (text::encode(text, record.encoding, encoded) != 0)
        throw Error(Code::encoding, {"1", "1", std::string(text::encoding_name(record.encoding)), ""});
    std::string changed(bytes());
    changed.replace(record.offset, record.size, encoded);
    m_changed = std::move(changed);
}

} // namespace goufang::desktop

#pragma once
// The file that is being imported, with what a person changed in it before the import. No widgets.

#include "core/file/file.h"
#include "invoice/format.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace goufang::desktop {

class ImportSource {
  public:
    explicit ImportSource(std::string path); ///< throws Error

    const std::string& path() const { return m_path; }
    std::string file_name() const;
    std::string_view bytes() const { return m_changed ? std::string_view(*m_changed) : m_file.bytes(); }
    bool corrected() const { return m_changed.has_value(); }

    const invoice::Format* forced_format = nullptr; ///< nullptr = by content
    std::optional<text::Encoding> forced_encoding;  ///< none = by content
    std::string map;                                ///< of columns, as in --map

    const invoice::Format* format() const; ///< nullptr when none fits
    invoice::ReadOptions read_options() const;

    struct Preview {
        const invoice::Format* format = nullptr;
        text::Encoding encoding{};
        std::vector<invoice::Row> rows; ///< without `raw`
        std::vector<std::pair<std::string, std::optional<model::Field>>> columns;
    };
    Preview preview(std::size_t rows) const; ///< throws Error

    /// The record that starts at a line of the file, as text; none when there is no such record.
    struct Record {
        std::size_t offset = 0, size = 0; ///< in bytes()
        std::string text;                 ///< UTF-8
        text::Encoding encoding{};
    };
    std::optional<Record> record(std::int64_t line) const;
    /// Puts other text in its place. Throws Error encoding for what the file's encoding cannot hold.
    void replace(const Record& record, std::string_view text);

  private:
    std::string m_path;
    file::Mapped m_file;
    std::optional<std::string> m_changed;
};

} // namespace goufang::desktop

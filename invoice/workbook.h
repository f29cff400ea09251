#pragma once
// A workbook of the xlsx kind (ECMA-376, transitional and strict): its sheets, and the cells of one sheet row by row.
// The sheets are streamed; only the shared strings are kept. Dimensions that the file states are not believed. Links
// to other files are not followed; of formulas the value that the file holds is taken.
// Errors: Error container_broken (zip.h, xml_window.h; xlsx.no_sheet, xlsx.not_workbook, xlsx.strings), and with a
// place Error syntax {row, column, sentence, detail}: xlsx.reference, xlsx.row_order, xlsx.string_index, xlsx.text.

#include "core/file/zip.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

inline constexpr std::uint32_t k_sheet_columns = 16'384;          ///< A to XFD
inline constexpr std::int64_t k_sheet_rows = 1'048'576;           ///< limits of the format itself
inline constexpr std::size_t k_max_part = std::size_t{256} << 20; ///< bytes of a part that is read as a whole

enum class CellKind : std::uint8_t {
    blank,
    text,
    number, ///< text: digits as a person would type them; with an exponent, or over 15 digits, when it is beyond 1e15
    date,   ///< text: YYYY-MM-DD, with " HH:MM:SS" when there is a time; a time alone is HH:MM:SS
    flag,   ///< text: true or false
    error   ///< text: #N/A and the like
};

struct SheetCell {
    std::string_view text; ///< UTF-8; valid until the next row
    CellKind kind = CellKind::blank;
    bool formula = false;
};

/// "A", "Z", "AA" ... of a column counted from 0.
std::string column_letters(std::size_t column);
/// The other way; `at` moves behind the letters. False when there are none, or they are beyond XFD.
bool column_number(std::string_view reference, std::size_t& at, std::size_t& column);

class Workbook;

class SheetReader {
  public:
    SheetReader(SheetReader&&) noexcept;
    ~SheetReader();
    bool next();                                 ///< the next row that the file has; false behind the last
    std::int64_t row() const;                    ///< its number, 1-based
    const std::vector<SheetCell>& cells() const; ///< by column; a column without a cell is blank
    std::uint64_t done() const;                  ///< bytes of the sheet's part looked at

  private:
    friend class Workbook;
    struct Impl;
    explicit SheetReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

class Workbook {
  public:
    struct Sheet {
        std::string name, part; ///< part: its entry in the archive
        bool visible = true;
        std::uint64_t size = 0; ///< of the part, unpacked, as the archive claims
    };
    /// `bytes` must outlive it. Throws for anything that is not a workbook.
    explicit Workbook(std::string_view bytes);
    ~Workbook();
    Workbook(Workbook&&) noexcept;

    const std::vector<Sheet>& sheets() const;
    const Sheet* sheet(std::string_view name) const; ///< nullptr when there is none
    SheetReader open(const Sheet& sheet) const;      ///< must not outlive the workbook
    const file::Zip& zip() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// True when the start of a file shows the entries of such a workbook.
bool looks_like_workbook(std::string_view head);

} // namespace goufang::invoice

#include "invoice/biff.h"

#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/ole.h"
#include "invoice/sheet.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <map>

namespace goufang::invoice {
namespace {

enum RecordType : std::uint16_t {
    r_formula = 0x06,
    r_eof = 0x0A,
    r_date_mode = 0x22,
    r_file_pass = 0x2F,
    r_continue = 0x3C,
    r_bound_sheet = 0x85,
    r_mul_rk = 0xBD,
    r_rstring = 0xD6,
    r_xf = 0xE0,
    r_sst = 0xFC,
    r_label_sst = 0xFD,
    r_number = 0x203,
    r_label = 0x204,
    r_bool_err = 0x205,
    r_string = 0x207,
    r_rk = 0x27E,
    r_format = 0x41E,
    r_bof = 0x809,
};

[[noreturn]] void broken(std::string_view sentence, std::string_view what = {}) {
    throw Error(Code::container_broken, {"Workbook", std::string(sentence), std::string(what)});
}

/// A record with its continuations. Numbers run on across them; text starts each with a byte that says how wide it is.
class Record {
  public:
    std::uint16_t type = 0;
    std::vector<std::string_view> pieces;

    std::size_t size() const { return pieces[0].size(); }
    std::uint32_t number(unsigned bytes) {
        std::uint32_t v = 0;
        for (unsigned i = 0; i < bytes; ++i) v |= static_cast<std::uint32_t>(byte()) << (8 * i);
        return v;
    }
    double real() {
        const std::uint64_t low = number(4), high = number(4);
        return std::bit_cast<double>(high << 32 | low);
    }
    void skip(std::size_t n) {
        while (n > 0) {
            const std::size_t here = std::min(n, left());
            m_at += here;
            n -= here;
            if (n > 0) next_piece();
        }
    }
    bool ended() const { return m_piece + 1 >= pieces.size() && m_at >= pieces[m_piece].size(); }
    /// Text of so many UTF-16 units, as UTF-8.
    std::string text(std::size_t units, bool wide) {
        std::string out;
        std::uint32_t lead = 0;
        while (units > 0) {
            if (left() == 0) {
                next_piece();
                wide = (byte() & 1) != 0;
                continue;
            }
            --units;
            const std::uint32_t c = wide ? number(2) : byte();
            if (lead != 0) {
                if (c < 0xDC00 || c > 0xDFFF) broken("xlsx.text");
                text::append_utf8(out, static_cast<char32_t>(0x10000 + ((lead - 0xD800) << 10) + (c - 0xDC00)));
                lead = 0;
            } else if (c >= 0xD800 && c < 0xDC00) {
                lead = c;
            } else if (c >= 0xDC00 && c < 0xE000) {
                broken("xlsx.text");
            } else {
                text::append_utf8(out, static_cast<char32_t>(c));
            }
        }
        if (lead != 0) broken("xlsx.text");
        while (out.ends_with('\0')) out.pop_back(); // some programs pad
        if (out.find('\0') != std::string::npos) broken("xlsx.text");
        return out;
    }
    /// Length, flags, text, and what may stand behind it (formats of runs, phonetic text).
    std::string string(unsigned length_bytes) {
        const std::size_t units = number(length_bytes);
        const std::uint8_t flags = byte();
        const std::size_t runs = (flags & 8) != 0 ? number(2) : 0, more = (flags & 4) != 0 ? number(4) : 0;
        std::string out = text(units, (flags & 1) != 0);
        if (runs || more) skip(runs * 4 + more);
        return out;
    }

  private:
    std::size_t left() const { return pieces[m_piece].size() - m_at; }
    void next_piece() {
        if (++m_piece >= pieces.size()) {
            m_piece = pieces.size() - 1;
            broken("xls.broken", "end");
        }
        m_at = 0;
    }
    std::uint8_t byte() {
        while (left() == 0) next_piece();
        return static_cast<std::uint8_t>(pieces[m_piece][m_at++]);
    }
    std::size_t m_piece = 0, m_at = 0;
};

class Records {
  public:
    Records(std::string_view stream, std::size_t at) : m_stream(stream), m_at(at) {}
    bool next(Record& r) {
        if (m_at + 4 > m_stream.size()) return false;
        r = Record{};
        r.type = static_cast<std::uint16_t>(little(m_stream, m_at, 2));
        r.pieces.push_back(body());
        while (m_at + 4 <= m_stream.size() && little(m_stream, m_at, 2) == r_continue) r.pieces.push_back(body());
        return true;
    }

  private:
    std::string_view body() {
        const std::size_t size = little(m_stream, m_at + 2, 2);
        if (m_at + 4 + size > m_stream.size()) broken("xls.broken", "end");
        const std::string_view out = m_stream.substr(m_at + 4, size);
        m_at += 4 + size;
        return out;
    }
    std::string_view m_stream;
    std::size_t m_at;
};

double rk_value(std::uint32_t rk) {
    const double v = (rk & 2) != 0 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                                   : std::bit_cast<double>(std::uint64_t{rk & 0xFFFFFFFC} << 32);
    return (rk & 1) != 0 ? v / 100 : v;
}

std::string_view error_text(unsigned code) {
    switch (code) {
    case 0x00:
        return "#NULL!";
    case 0x07:
        return "#DIV/0!";
    case 0x0F:
        return "#VALUE!";
    case 0x17:
        return "#REF!";
    case 0x1D:
        return "#NAME?";
    case 0x24:
        return "#NUM!";
    default:
        return "#N/A";
    }
}

struct Globals {
    std::vector<std::string> strings;
    std::vector<CellStyle> styles;
    bool since_1904 = false;
};

/// One sheet's cells, by row.
class BiffRows final : public RowSource {
  public:
    BiffRows(std::string_view stream, std::size_t at, const Globals& globals) : m_globals(globals) {
        Records records(stream, at);
        Record r;
        if (!records.next(r) || r.type != r_bof) broken("xls.broken", "BOF");
        unsigned depth = 1; // charts inside the sheet have records of their own
        while (depth > 0) {
            if (!records.next(r)) broken("xls.broken", "EOF");
            if (r.type == r_bof) ++depth;
            if (r.type == r_eof) --depth;
            if (depth == 1) take(r);
        }
        std::stable_sort(m_cells.begin(), m_cells.end(), [](const Cell& a, const Cell& b) { return a.row < b.row; });
    }

    bool next() override {
        if (m_at >= m_cells.size()) return false;
        m_row = m_cells[m_at].row;
        m_view.clear();
        for (; m_at < m_cells.size() && m_cells[m_at].row == m_row; ++m_at) {
            const Cell& c = m_cells[m_at];
            if (m_view.size() <= c.column) m_view.resize(c.column + 1);
            m_view[c.column] = {c.text, c.kind, c.formula};
        }
        return true;
    }
    std::int64_t row() const override { return m_row + 1; }
    const std::vector<SheetCell>& cells() const override { return m_view; }
    double share() const override {
        return m_cells.empty() ? 1.0 : static_cast<double>(m_at) / static_cast<double>(m_cells.size());
    }

  private:
    struct Cell {
        std::int64_t row;
        std::size_t column;
        CellKind kind;
        bool formula;
        std::string text;
    };

    Cell& add(std::uint32_t row, std::uint32_t column, CellKind kind) {
        return m_cells.emplace_back(Cell{row, column, kind, false, {}});
    }
    void add_number(std::uint32_t row, std::uint32_t column, std::uint32_t xf, double v, bool formula = false) {
        char raw[40];
        const auto end = std::to_chars(raw, raw + sizeof raw, v).ptr;
        Cell& c = add(row, column, CellKind::number);
        c.formula = formula;
        const CellStyle plain;
        if (!number_text({raw, static_cast<std::size_t>(end - raw)},
                         xf < m_globals.styles.size() ? m_globals.styles[xf] : plain, m_globals.since_1904, c.text,
                         c.kind))
            c.kind = CellKind::error, c.text = "#NUM!";
    }

    void take(Record& r) {
        if (r.type == r_string) {
            if (m_awaited < m_cells.size()) m_cells[m_awaited].text = r.string(2);
            m_awaited = ~std::size_t{0};
            return;
        }
        switch (r.type) {
        case r_label_sst:
        case r_label:
        case r_rstring:
        case r_number:
        case r_rk:
        case r_mul_rk:
        case r_formula:
        case r_bool_err:
            break;
        default:
            return;
        }
        const std::uint32_t row = r.number(2);
        std::uint32_t column = r.number(2);
        if (r.type == r_mul_rk) {
            for (std::size_t n = r.size() < 6 ? 0 : (r.size() - 6) / 6; n > 0; --n, ++column) {
                const std::uint32_t xf = r.number(2);
                add_number(row, column, xf, rk_value(r.number(4)));
            }
            return;
        }
        const std::uint32_t xf = r.number(2);
        switch (r.type) {
        case r_label_sst: {
            const std::uint32_t index = r.number(4);
            if (index >= m_globals.strings.size())
                throw Error(Code::syntax, {std::to_string(row + 1), std::to_string(column + 1), "xlsx.string_index",
                                           std::to_string(index)});
            add(row, column, CellKind::text).text = m_globals.strings[index];
            break;
        }
        case r_label:
        case r_rstring: {
            std::string text = r.string(2);
            add(row, column, CellKind::text).text = std::move(text);
            break;
        }
        case r_number:
            add_number(row, column, xf, r.real());
            break;
        case r_rk:
            add_number(row, column, xf, rk_value(r.number(4)));
            break;
        case r_bool_err: {
            const std::uint32_t value = r.number(1), error = r.number(1);
            add(row, column, error ? CellKind::error : CellKind::flag).text = error   ? error_text(value)
                                                                              : value ? "true"
                                                                                      : "false";
            break;
        }
        default: { // a formula and what it gave
            const std::uint32_t low = r.number(4), high = r.number(4);
            if (high >> 16 != 0xFFFF) {
                add_number(row, column, xf, std::bit_cast<double>(std::uint64_t{high} << 32 | low), true);
                break;
            }
            const unsigned kind = low & 0xFF, value = low >> 16 & 0xFF;
            Cell& c = add(row, column, kind == 1 ? CellKind::flag : kind == 2 ? CellKind::error : CellKind::text);
            c.formula = true;
            if (kind == 1) c.text = value ? "true" : "false";
            if (kind == 2) c.text = error_text(value);
            if (kind == 0) m_awaited = m_cells.size() - 1;
        }
        }
    }

    const Globals& m_globals;
    std::vector<Cell> m_cells;
    std::vector<SheetCell> m_view;
    std::size_t m_at = 0, m_awaited = ~std::size_t{0};
    std::int64_t m_row = -1;
};

class BiffBook final : public BookSource {
  public:
    explicit BiffBook(std::string_view bytes) {
        const OleFile ole(bytes);
        if (ole.has("EncryptedPackage")) broken("xlsx.encrypted");
        if (!ole.has("Workbook")) broken(ole.has("Book") ? "xls.old" : "xlsx.not_workbook");
        m_stream = ole.read("Workbook");
        Records records(m_stream, 0);
        Record r;
        if (!records.next(r) || r.type != r_bof) broken("xls.broken", "BOF");
        if (r.number(2) != 0x0600) broken("xls.old");
        std::map<std::uint32_t, std::string> formats;
        std::vector<std::uint32_t> styles;
        while (records.next(r) && r.type != r_eof) {
            switch (r.type) {
            case r_file_pass:
                broken("xlsx.encrypted");
            case r_date_mode:
                m_globals.since_1904 = r.number(2) != 0;
                break;
            case r_format: {
                const std::uint32_t id = r.number(2);
                formats[id] = r.string(2);
                break;
            }
            case r_xf:
                r.skip(2);
                styles.push_back(r.number(2));
                break;
            case r_bound_sheet: {
                const std::size_t at = r.number(4);
                const std::uint32_t state = r.number(1), type = r.number(1);
                std::string name = r.string(1);
                if (type != 0) break; // a chart, a macro sheet
                m_names.push_back({std::move(name), (state & 3) == 0});
                m_offsets.push_back(at);
                break;
            }
            case r_sst:
                r.skip(4);
                for (std::uint32_t n = r.number(4); n > 0 && !r.ended(); --n) m_globals.strings.push_back(r.string(2));
                break;
            default:
                break;
            }
        }
        for (const std::uint32_t id : styles) {
            const auto code = formats.find(id);
            m_globals.styles.push_back(style_of_format(id, code == formats.end() ? std::string_view() : code->second));
        }
        if (m_names.empty()) broken("xlsx.no_sheet");
    }

    const std::vector<Name>& names() const override { return m_names; }
    std::unique_ptr<RowSource> open(std::size_t sheet) const override {
        return std::make_unique<BiffRows>(m_stream, m_offsets.at(sheet), m_globals);
    }

  private:
    std::string m_stream;
    Globals m_globals;
    std::vector<Name> m_names;
    std::vector<std::size_t> m_offsets;
};

} // namespace

std::unique_ptr<BookSource> open_biff(std::string_view bytes) { return std::make_unique<BiffBook>(bytes); }

} // namespace goufang::invoice

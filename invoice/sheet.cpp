#include "invoice/sheet.h"

#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/text_table.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace goufang::invoice {
namespace {

constexpr std::size_t k_max_strings = std::size_t{2} << 30; ///< bytes of all shared strings

bool built_in_date(std::uint32_t id) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

std::string two(long n) { return (n < 10 ? "0" : "") + std::to_string(n); }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

} // namespace

CellStyle style_of_format(std::uint32_t id, std::string_view code) {
    CellStyle s;
    if (id < 164 && code.empty()) {
        s.date = built_in_date(id);
        return s;
    }
    code = code.substr(0, code.find(';'));
    if (!code.empty() && code.size() < 20 && code.find_first_not_of('0') == std::string_view::npos)
        s.zeros = static_cast<std::uint8_t>(code.size());
    bool letters = false, digits = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"' || c == '[') { // quoted text; a colour, a condition, a locale
            const std::size_t end = code.find(c == '"' ? '"' : ']', i + 1);
            if (c == '[' && end != std::string_view::npos && end > i + 1) {
                const std::string_view in = code.substr(i + 1, end - i - 1);
                if (in.find_first_not_of("hHmMsS") == std::string_view::npos) letters = true; // elapsed time
            }
            if (end == std::string_view::npos) break;
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '0' || c == '#' || c == '?') {
            digits = digits || !letters; // "ss.00" is a time
        } else if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
            letters = true;
        }
    }
    s.date = letters && !digits;
    return s;
}

std::string date_of_serial(double serial, bool since_1904) {
    if (!(serial >= 0) || serial >= 2958466) return {};
    auto day = static_cast<long>(serial);
    auto second = std::lround((serial - static_cast<double>(day)) * 86400);
    if (second >= 86400) second = 0, ++day;
    const std::string time = two(second / 3600) + ':' + two(second / 60 % 60) + ':' + two(second % 60);
    if (day == 0 && !since_1904) return time;
    if (since_1904)
        day += 1462;
    else if (day == 60)
        return "1900-02-29"; // which never was, but spreadsheets count it
    else if (day < 60)
        ++day;
    using namespace std::chrono;
    const year_month_day ymd(sys_days(year{1899} / December / 30) + days{day});
    std::string out = std::to_string(static_cast<int>(ymd.year())) + '-' +
                      two(static_cast<long>(static_cast<unsigned>(ymd.month()))) + '-' +
                      two(static_cast<long>(static_cast<unsigned>(ymd.day())));
    if (second) out += ' ' + time;
    return out;
}

bool number_text(std::string_view raw, const CellStyle& style, bool since_1904, std::string& out, CellKind& kind) {
    raw = trim(raw);
    kind = CellKind::number;
    if (!style.date && !style.zeros && raw.size() <= 15 && is_ascii_digits(raw) && (raw[0] != '0' || raw.size() == 1)) {
        out += raw;
        return true;
    }
    if (raw.starts_with('+')) raw.remove_prefix(1);
    double v = 0;
    const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), v);
    if (error != std::errc() || end != raw.data() + raw.size() || !std::isfinite(v)) return false;
    if (style.date) {
        if (const std::string date = date_of_serial(v, since_1904); !date.empty()) {
            out += date;
            kind = CellKind::date;
            return true;
        }
    }
    if (std::fabs(v) >= 1e15) { // more digits than a spreadsheet keeps: as the file has it
        out += raw;
        return true;
    }
    char digits[400];
    if (v == std::floor(v)) {
        const auto last = std::to_chars(digits, digits + sizeof digits, static_cast<long long>(v)).ptr;
        const auto n = static_cast<std::size_t>(last - digits);
        if (style.zeros > n && v >= 0) {
            out.append(style.zeros - n, '0');
            kind = CellKind::text; // what a person sees and means
        }
        out.append(digits, n);
        return true;
    }
    out.append(digits, std::to_chars(digits, digits + sizeof digits, v, std::chars_format::fixed).ptr);
    return true;
}

void unescape_hex(std::string& text, std::size_t from) {
    std::size_t at = text.find("_x", from);
    if (at == std::string::npos) return;
    std::size_t out = at;
    while (at < text.size()) {
        if (text[at] == '_' && at + 6 < text.size() && text[at + 1] == 'x' && text[at + 6] == '_') {
            int c = 0;
            for (std::size_t i = 2; i < 6 && c >= 0; ++i) {
                const int d = hex_digit(text[at + i]);
                c = d < 0 ? -1 : c * 16 + d;
            }
            if (c > 0 && (c < 0xD800 || c > 0xDFFF)) {
                std::string bytes;
                text::append_utf8(bytes, static_cast<char32_t>(c));
                text.replace(out, bytes.size(), bytes); // never longer than what it stands for
                out += bytes.size();
                at += 7;
                continue;
            }
        }
        text[out++] = text[at++];
    }
    text.resize(out);
}

void append_runs(XmlCursor& xml, std::string_view end, std::string& out) {
    const std::size_t from = out.size();
    bool phonetic = false;
    for (;;) {
        const XmlCursor::Tag t = xml.tag();
        if (t.closing) {
            if (t.name == end) break;
            if (t.name == "rPh") phonetic = false;
        } else if (t.name == "rPh") {
            phonetic = !t.empty;
        } else if (t.name == "t" && !t.empty && !phonetic) {
            bool copied = false;
            const std::string_view text = xml.text(out, copied);
            if (!copied) out += text;
        }
    }
    unescape_hex(out, from);
}

void SharedStrings::load(XmlWindow window) {
    bool more = true;
    while (more) {
        const std::size_t had = m_text.size();
        window.record([&](XmlCursor& xml) {
            m_text.resize(had); // it may be the second try
            for (;;) {
                const XmlCursor::Tag t = xml.tag();
                if (t.name == "sst" && (t.closing || t.empty)) {
                    more = false;
                    return;
                }
                if (t.closing || t.name != "si") continue;
                if (!t.empty) append_runs(xml, "si", m_text);
                return;
            }
        });
        if (!more) break;
        const std::string_view added = std::string_view(m_text).substr(had);
        if (!text::valid_utf8(added) || added.find('\0') != std::string_view::npos)
            window.fail("xlsx.strings", std::to_string(m_ends.size() + 1));
        if (m_text.size() > k_max_strings) window.fail("zip.bomb", std::to_string(k_max_strings));
        m_ends.push_back(m_text.size());
    }
}

void SheetReader::Impl::fail(std::string_view what, std::string_view detail) const {
    throw Error(Code::syntax,
                {std::to_string(row), std::to_string(column + 1), std::string(what), std::string(detail)});
}

void SheetReader::Impl::put(std::size_t at, std::string_view text, bool made, CellKind kind, bool formula) {
    if (cells.size() == at)
        cells.emplace_back();
    else if (cells.size() < at)
        cells.resize(at + 1);
    if (cells[at].kind != CellKind::blank) // a second cell of the same place: the last one counts
        std::erase_if(copied, [at](const Copied& c) { return c.column == at; });
    cells[at] = {text, kind, formula};
    if (made) copied.push_back({at, static_cast<std::size_t>(text.data() - scratch.data()), text.size()});
}

void SheetReader::Impl::cell(XmlCursor& xml, const XmlCursor::Tag& tag) {
    std::string_view type;
    std::size_t style = 0, at = column;
    const bool good = each_attribute(tag.attributes, [&](std::string_view name, std::string_view value) {
        if (name == "r") {
            std::size_t i = 0;
            if (!column_number(value, i, at)) fail("xlsx.reference", value.substr(0, 40));
        } else if (name == "t") {
            type = value;
        } else if (name == "s") {
            std::from_chars(value.data(), value.data() + value.size(), style);
        }
    });
    if (!good) xml.fail("xlsx.xml", "c");
    if (at >= k_sheet_columns) fail("xlsx.reference", column_letters(at));
    column = at;
    if (tag.empty) {
        ++column;
        return;
    }
    bool formula = false, inline_text = false, made = false, has_value = false;
    std::string_view value;
    std::size_t made_at = 0;
    // As nearly all programs write their cells.
    const auto whole = type == "inlineStr" ? xml.between("<is><t>", "</t></is></c>") : xml.between("<v>", "</v></c>");
    if (whole) value = *whole, has_value = true;
    while (!whole) {
        const XmlCursor::Tag t = xml.tag();
        if (t.closing) {
            if (t.name == "c") break;
            continue;
        }
        if (t.name == "v") {
            if (t.empty) continue;
            const std::size_t had = scratch.size();
            value = xml.text(scratch, made);
            made_at = had;
            has_value = true;
        } else if (t.name == "f") {
            formula = true;
        } else if (t.name == "is" && !t.empty) {
            made_at = scratch.size();
            append_runs(xml, "is", scratch);
            value = std::string_view(scratch).substr(made_at);
            inline_text = made = true;
        } else if (t.name == "row" || t.name == "c" || t.name == "sheetData") {
            xml.fail("xlsx.xml", t.name);
        }
    }
    // `value` may point into scratch, which may have moved since.
    if (made) value = std::string_view(scratch).substr(made_at, value.size());
    CellKind kind = CellKind::text;
    if (inline_text || type == "str" || type == "inlineStr") {
        if (!inline_text && value.find("_x") != std::string_view::npos) {
            if (!made) made_at = scratch.size(), scratch += value;
            unescape_hex(scratch, made_at);
            value = std::string_view(scratch).substr(made_at);
            made = true;
        }
    } else if (!has_value) {
        if (formula) kind = CellKind::error; // a formula that nobody has calculated
        value = {};
        made = false;
        if (!formula) {
            ++column;
            return;
        }
    } else if (type == "s") {
        std::size_t index = strings.size();
        const std::string_view digits = trim(value);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (error != std::errc() || end != digits.data() + digits.size() || index >= strings.size())
            fail("xlsx.string_index", digits.substr(0, 40));
        value = strings[index];
        made = false;
    } else if (type == "b") {
        kind = CellKind::flag;
        value = trim(value) == "0" ? "false" : "true";
        made = false;
    } else if (type == "e") {
        kind = CellKind::error;
    } else if (type == "d") {
        kind = CellKind::date;
        if (const std::size_t t = value.find('T'); t == 10) value = value.substr(0, 10);
    } else {
        const std::size_t had = scratch.size();
        const std::string raw(value);
        const CellStyle plain;
        if (number_text(raw, style < styles.size() ? styles[style] : plain, since_1904, scratch, kind)) {
            value = std::string_view(scratch).substr(had);
            made = true;
        }
    }
    if (type != "s" && (!text::valid_utf8(value) || value.find('\0') != std::string_view::npos)) fail("xlsx.text");
    put(at, value, made, kind, formula);
    column = at + 1;
}

bool SheetReader::Impl::next() {
    if (ended) return false;
    before = row;
    window.record([&](XmlCursor& xml) {
        cells.clear();
        scratch.clear();
        copied.clear();
        column = 0;
        row = before;
        for (;;) {
            const XmlCursor::Tag t = xml.tag();
            if (!started) {
                // A part that holds no sheet at all, and an empty sheet.
                if (t.name == "sheetData" && t.empty) {
                    ended = true;
                    return;
                }
                if (t.name == "sheetData") started = true;
                if (t.closing && t.name == "worksheet") window.fail("xlsx.xml", "sheetData");
                continue;
            }
            if (t.closing && t.name == "sheetData") {
                ended = true;
                return;
            }
            if (t.closing || t.name != "row") continue;
            std::int64_t number = before + 1;
            const bool good = each_attribute(t.attributes, [&](std::string_view name, std::string_view value) {
                if (name != "r") return;
                const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
                if (error != std::errc() || end != value.data() + value.size()) number = -1;
            });
            if (!good) xml.fail("xlsx.xml", "row");
            if (number <= before) fail("xlsx.row_order", std::to_string(number));
            if (number > k_sheet_rows) fail("xlsx.reference", std::to_string(number));
            row = number;
            if (t.empty) return;
            for (;;) {
                const XmlCursor::Tag c = xml.tag();
                if (c.closing) {
                    if (c.name == "row") return;
                    if (c.name == "sheetData") xml.fail("xlsx.xml", "sheetData");
                    continue;
                }
                if (c.name == "c") cell(xml, c);
            }
        }
    });
    for (const Copied& c : copied) cells[c.column].text = std::string_view(scratch).substr(c.at, c.size);
    return !ended;
}

SheetReader::SheetReader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
SheetReader::SheetReader(SheetReader&&) noexcept = default;
SheetReader::~SheetReader() = default;
bool SheetReader::next() { return m_impl->next(); }
std::int64_t SheetReader::row() const { return m_impl->row; }
const std::vector<SheetCell>& SheetReader::cells() const { return m_impl->cells; }
std::uint64_t SheetReader::done() const { return m_impl->window.done(); }

} // namespace goufang::invoice

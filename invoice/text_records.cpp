#include "invoice/text_table.h"

#include <algorithm>
#include <cstring>

namespace goufang::invoice {

namespace {

using text::npos;

std::size_t find_byte(std::string_view s, char c, std::size_t from = 0) {
    if (from >= s.size()) return npos;
    const void* p = std::memchr(s.data() + from, c, s.size() - from);
    return p ? static_cast<std::size_t>(static_cast<const char*>(p) - s.data()) : npos;
}

check::Finding finding(std::string_view rule, std::vector<std::string> args) {
    check::Finding f;
    f.severity = check::Severity::error;
    f.rule = rule;
    f.field = model::Field::code;
    f.args = std::move(args);
    return f;
}

} // namespace

Records::Records(std::string_view bytes, InputEncoding encoding, char delimiter)
    : m_lines(bytes, encoding), m_delimiter(delimiter) {}

// Splits one record. `open`: the last cell's quotes are not closed yet.
Records::Scan Records::split(std::string_view record) {
    m_cells.clear();
    if (find_byte(record, '"') == npos) {
        for (std::size_t at = 0;;) {
            const std::size_t d = find_byte(record, m_delimiter, at);
            if (d == npos) {
                m_cells.push_back(record.substr(at));
                return Scan::done;
            }
            m_cells.push_back(record.substr(at, d - at));
            at = d + 1;
        }
    }
    m_unquoted.clear();
    m_unquoted.reserve(record.size()); // the views below must not move
    for (std::size_t at = 0;;) {
        if (at < record.size() && record[at] == '"') {
            const std::size_t start = m_unquoted.size();
            std::size_t from = at + 1;
            bool escaped = false;
            for (;;) {
                const std::size_t quote = find_byte(record, '"', from);
                if (quote == npos) return Scan::open;
                if (quote + 1 < record.size() && record[quote + 1] == '"') {
                    m_unquoted.append(record, from, quote + 1 - from);
                    escaped = true;
                    from = quote + 2;
                    continue;
                }
                if (escaped) {
                    m_unquoted.append(record, from, quote - from);
                    m_cells.push_back(std::string_view(m_unquoted).substr(start));
                } else {
                    m_cells.push_back(record.substr(from, quote - from));
                }
                at = quote + 1;
                break;
            }
            if (at == record.size()) return Scan::done;
            if (record[at] != m_delimiter) return Scan::broken;
            ++at;
            continue;
        }
        const std::size_t d = find_byte(record, m_delimiter, at);
        if (d == npos) {
            m_cells.push_back(record.substr(std::min(at, record.size())));
            return Scan::done;
        }
        m_cells.push_back(record.substr(at, d - at));
        at = d + 1;
    }
}

void Records::broken(std::string_view what) {
    m_fault = RecordFault::quote;
    m_finding = finding("file.quote", {std::to_string(m_line), std::string(what)});
}

// The first line's quotes are open: takes lines up to the one that closes them. Each further line is looked at once.
void Records::join_lines() {
    const std::size_t after_first = m_lines.position();
    const std::int64_t second = m_lines.number();
    const std::string first(m_current.text);
    const std::string_view first_raw = m_current.raw;
    m_joined.assign(m_current.text);
    m_joined += m_current.end;
    bool quoted = true, found = false;
    Line line;
    while (m_joined.size() <= k_max_record_bytes && m_lines.next(line)) {
        if (line.bad_at != npos && m_fault == RecordFault::none) {
            m_fault = RecordFault::encoding;
            m_finding = encoding_finding(line, m_lines.encoding());
        }
        const std::string_view t = line.text;
        bool junk = false;
        for (std::size_t at = 0; at < t.size() && !junk;) {
            if (quoted) {
                const std::size_t q = find_byte(t, '"', at);
                if (q == npos) break;
                if (q + 1 < t.size() && t[q + 1] == '"') {
                    at = q + 2;
                } else {
                    quoted = false;
                    junk = q + 1 < t.size() && t[q + 1] != m_delimiter;
                    at = q + 2; // behind the delimiter: a new cell
                    if (at < t.size() && t[at] == '"') quoted = true, ++at;
                }
            } else {
                const std::size_t d = find_byte(t, m_delimiter, at);
                if (d == npos) break;
                at = d + 1;
                if (at < t.size() && t[at] == '"') quoted = true, ++at;
            }
        }
        if (junk) break;
        m_joined += t;
        if (!quoted) {
            m_raw = m_lines.bytes().substr(static_cast<std::size_t>(m_raw.data() - m_lines.bytes().data()),
                                           m_raw.size() + (m_lines.position() - after_first));
            found = split(m_joined) == Scan::done;
            break;
        }
        m_joined += line.end;
    }
    if (found) return;
    m_joined = first;
    m_cells.assign(1, m_joined);
    m_raw = first_raw;
    m_lines.seek(after_first, second);
    broken("open");
}

bool Records::next() {
    do {
        if (!m_lines.next(m_current)) return false;
    } while (m_current.text.empty() && !m_current.too_long);
    m_line = m_current.number;
    m_raw = m_current.raw;
    m_fault = RecordFault::none;
    if (m_current.too_long) {
        m_cells.clear();
        m_fault = RecordFault::too_long;
        m_finding = finding("file.line_too_long", {std::to_string(m_line), std::to_string(k_max_line_bytes)});
        return true;
    }
    if (m_current.bad_at != npos) {
        m_fault = RecordFault::encoding;
        m_finding = encoding_finding(m_current, m_lines.encoding());
    }
    switch (split(m_current.text)) {
    case Scan::done:
        break;
    case Scan::open:
        join_lines();
        break;
    case Scan::broken:
        broken("after");
        break;
    }
    return true;
}

void append_cell(std::string& out, std::string_view cell, char delimiter) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    bool quote = !cell.empty() && (blank(cell.front()) || blank(cell.back()));
    if (!quote)
        quote = std::any_of(cell.begin(), cell.end(),
                            [delimiter](char c) { return c == delimiter || c == '"' || c == '\n' || c == '\r'; });
    if (!quote) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

} // namespace goufang::invoice

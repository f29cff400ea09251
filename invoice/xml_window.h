#pragma once
// XML of a workbook's part as a sliding window: one record (a <row>, an <si>) at a time is in memory, never the part.
// A string scanner, not a general parser: elements by their local name (prefixes are passed over), attributes, text
// with entities and CDATA; comments and processing instructions are passed over. UTF-8 only. A document type is
// refused: nothing is ever expanded. Errors: Error container_broken {part, xlsx.xml | xlsx.encoding | xlsx.record}.

#include "core/file/zip.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goufang::invoice {

inline constexpr std::size_t k_max_record = std::size_t{32} << 20; ///< bytes of one row or shared string

/// Looks at bytes that may end in the middle of a record; whoever needs more throws NeedMore and is called again with
/// more of them (XmlWindow::record).
class XmlCursor {
  public:
    struct NeedMore {};
    struct Tag {
        std::string_view name; ///< without prefix
        std::string_view attributes;
        const char* from = nullptr;          ///< its '<'
        bool closing = false, empty = false; ///< </x>, <x/>
    };
    XmlCursor(const char* at, const char* end, std::string_view part) : m_at(at), m_end(end), m_part(part) {}

    /// The next tag; text before it is passed over.
    Tag tag();
    /// Text up to the next tag, entities resolved. Points into the window or into `scratch`, to which it is appended;
    /// `copied` says which.
    std::string_view text(std::string& scratch, bool& copied);
    /// Where `open` comes next, then text without entities, then `close`: moves behind them and gives the text. Else,
    /// and when they are not there as a whole yet, nothing moves: tag() and text() read any other way of writing the
    /// same.
    std::optional<std::string_view> between(std::string_view open, std::string_view close);
    const char* at() const { return m_at; }
    [[noreturn]] void fail(std::string_view what, std::string_view detail = {}) const;

  private:
    const char* find(char c, const char* from) const;
    const char* find(std::string_view token, const char* from) const;
    bool starts_with(const char* at, std::string_view token) const;

    const char* m_at;
    const char* m_end;
    std::string_view m_part;
};

/// Calls `each(name, value)` for every attribute; values as they stand. False when they are not well-formed.
template <class F> bool each_attribute(std::string_view attributes, F each) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    const char *at = attributes.data(), *const end = at + attributes.size();
    for (;;) {
        while (at < end && blank(*at)) ++at;
        if (at == end) return true;
        const char* name = at;
        while (at < end && *at != '=' && !blank(*at)) ++at;
        const std::string_view key(name, static_cast<std::size_t>(at - name));
        while (at < end && blank(*at)) ++at;
        if (at == end || *at != '=') return false;
        do ++at;
        while (at < end && blank(*at));
        if (at == end || (*at != '"' && *at != '\'')) return false;
        const char quote = *at++;
        const char* value = at;
        while (at < end && *at != quote) ++at;
        if (at == end) return false;
        each(key, std::string_view(value, static_cast<std::size_t>(at - value)));
        ++at;
    }
}

/// Appends `raw` with its entities resolved; false when one is unknown or no character of XML.
bool append_xml_text(std::string& out, std::string_view raw);

class XmlWindow {
  public:
    XmlWindow(file::ZipStream stream, std::string part);
    /// Calls parse(XmlCursor&), again from the same place with more bytes when it lacked some. What it left behind is
    /// dropped with the next call. Views into the window hold until then.
    template <class F> void record(F parse) {
        for (;;) {
            XmlCursor cursor(m_bytes.data() + m_at, m_bytes.data() + m_bytes.size(), m_part);
            try {
                parse(cursor);
                m_at = static_cast<std::size_t>(cursor.at() - m_bytes.data());
                return;
            } catch (const XmlCursor::NeedMore&) {
                more();
            }
        }
    }
    std::uint64_t done() const { return m_stream.done() - (m_bytes.size() - m_at); } ///< bytes of the part looked at
    const std::string& part() const { return m_part; }
    [[noreturn]] void fail(std::string_view what, std::string_view detail = {}) const;

  private:
    void more();
    void start();

    file::ZipStream m_stream;
    std::string m_part, m_bytes;
    std::size_t m_at = 0;
    bool m_started = false;
};

} // namespace goufang::invoice

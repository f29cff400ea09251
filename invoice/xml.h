#pragma once
// Reading XML record by record in constant memory, shared by the XML formats.
//
// The scanner walks the input's own bytes, which works for UTF-8 and for GBK/GB 18030 alike: no byte of their
// multi-byte characters equals one of < > & / " ' = ! ? - or white space. (']' can be a trail byte of GBK; the end of
// a CDATA section is looked for character by character.) UTF-16 is decoded in pieces first. What it finds to be a
// record (small: one Row, one Fp) is decoded alone, checked and given to pugixml; everything outside records is
// checked by the scanner itself.
//
// Safety: no DOCTYPE, no entities beyond the five and numeric references to legal characters, no control characters,
// caps on depth, record size, attributes and input size. Nothing external is ever opened.
//
// Every error is an Error with a position in the input, counted from 1, columns in characters:
//   Code::syntax {line, column, sentence, detail}; sentences:
//     xml.doctype              a <!DOCTYPE ...> or another declaration
//     xml.mismatched_tag       detail: name of the end tag that does not fit
//     xml.depth                more than k_max_depth open elements; detail: the limit
//     xml.bad_entity           detail: the reference as found, at most 20 bytes
//     xml.bad_char             a control character; detail: its byte in hex
//     xml.bad_tag              a tag, attribute or comment that is not well formed; detail: the element's name
//     xml.duplicate_attribute  detail: the attribute's name
//     xml.attributes           more than k_max_attributes in one tag; detail: the limit
//     xml.truncated            the input ends inside an element; detail: the innermost one
//     xml.outside_root         text or a second element outside the root
//     xml.not_this_format      not XML, or another root than the format's; detail: what was found
//   Code::encoding {line, column, encoding name, byte in hex}
//   Code::too_large {line, "xml.record" or "xml.input", limit in bytes}
//   Code::file_empty
// Leniencies: inside records pugixml decides, which also lets pass a missing blank between two attributes and "]]>" in
// text.

#include "invoice/format.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
struct xml_node_struct;
struct xml_attribute_struct;
} // namespace pugi

namespace goufang::invoice::xml {

inline constexpr std::size_t k_max_depth = 64;         ///< open elements
inline constexpr std::size_t k_max_record = 16u << 20; ///< bytes of one record in the input
inline constexpr std::size_t k_max_attributes = 256;   ///< in one tag

class Attribute {
  public:
    explicit Attribute(pugi::xml_attribute_struct* a) : m_it(a) {}
    explicit operator bool() const { return m_it != nullptr; }
    std::string_view name() const;
    std::string_view value() const; ///< references decoded, literal line breaks and tabs are blanks (XML 1.0, 3.3.3)
    Attribute next() const;

  private:
    pugi::xml_attribute_struct* m_it;
};

/// A parsed element. Valid until the scanner's next call.
class Element {
  public:
    explicit Element(pugi::xml_node_struct* n = nullptr) : m_it(n) {}
    explicit operator bool() const { return m_it != nullptr; }
    std::string_view name() const;
    /// Appends the character data directly inside (text and CDATA), references decoded, CRLF -> LF.
    void text(std::string& out) const;
    Attribute first_attribute() const;
    Element first_child() const; ///< elements only
    Element next() const;        ///< next sibling element
    Element child(std::string_view name) const;

  private:
    pugi::xml_node_struct* m_it;
};

struct Record {
    Element element;
    std::string_view name, parent; ///< of the record and of the element around it
    std::int64_t line = 0;         ///< where it starts
    std::string_view raw;          ///< its own bytes in the input
};

/// How an XML input is encoded: BOM, else the prolog's label, both against the bytes. A GBK, unknown ("ANSI") or
/// missing label on a body that is strict UTF-8 with Chinese in it means UTF-8; a UTF-8 label is believed.
struct Start {
    text::Encoding encoding{};
    std::size_t bom_bytes = 0;
};
Start detect(std::string_view input, std::optional<text::Encoding> told);

/// Root element of a file's head (or of a whole file) in any encoding, for sniffing. Nothing is thrown.
struct Root {
    std::string name;
    std::string attributes;                            ///< text between the name and '>', in UTF-8
    std::string attribute(std::string_view key) const; ///< as written, references not decoded; "" when missing
};
std::optional<Root> sniff_root(std::string_view head);

class Scanner {
  public:
    /// Says whether an element below `parent` is a record; all others are walked into.
    using IsRecord = bool (*)(std::string_view parent, std::string_view name);

    /// Reads up to and including the root's start tag. `fold_end_tags`: an end tag that differs from its start tag in
    /// upper and lower case only is accepted (seen in <Kp> files).
    Scanner(std::string_view input, const ReadOptions& options, IsRecord is_record, bool fold_end_tags = false);
    ~Scanner();

    const Root& root() const;
    /// The next record, false at the end of a well-formed file.
    bool next(Record& record);
    /// Parses once more a record that next() gave; its `raw`.
    Element reread(std::string_view raw);

    text::Encoding encoding() const;
    std::size_t position() const; ///< bytes of the input consumed
    /// Names of the elements that are open now, outermost first, as spelled in the input (encoded as there).
    const std::vector<std::string>& open() const;
    /// Throws syntax at the root element.
    [[noreturn]] void refuse(std::string_view sentence, std::string_view detail) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// First fault of one record's UTF-8 text that a strict reader sees, as an offset into it. With `fold_end_tags` the
/// end tags in `record` that differ in case only are mended in place instead. `outer` = elements open around it.
struct Fault {
    std::size_t at = 0;
    std::string_view sentence;
    std::string detail;
};
std::optional<Fault> find_fault(std::string& record, bool fold_end_tags, std::size_t outer);

} // namespace goufang::invoice::xml

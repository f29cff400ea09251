#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/xml_detail.h"
#include "invoice/xml_parse.h"

#include <algorithm>
#include <cstring>

namespace goufang::invoice::xml {

using text::Encoding;

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t k_chunk = 1u << 20; ///< bytes of UTF-16 decoded at once

std::size_t utf16_units(std::string_view utf8) {
    std::size_t n = 0;
    for (const char c : utf8) {
        const auto u = static_cast<unsigned char>(c);
        n += ((u & 0xC0) != 0x80) + (u >= 0xF0);
    }
    return n;
}

std::size_t count_characters(std::string_view s, bool gbk) {
    std::size_t n = 0;
    if (!gbk) {
        for (const char c : s) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        return n;
    }
    for (std::size_t i = 0; i < s.size(); ++n) {
        const auto c = static_cast<unsigned char>(s[i]);
        if (c < 0x81 || c == 0xFF || i + 1 == s.size()) {
            ++i;
        } else {
            i += s[i + 1] >= '0' && s[i + 1] <= '9' ? 4 : 2;
        }
    }
    return n;
}

} // namespace

struct Scanner::Impl {
    std::string_view input;
    Start start;
    bool utf16 = false, gbk = false, fold = false;
    IsRecord is_record = nullptr;

    // The text that is scanned: the input itself, or a sliding window of decoded UTF-16.
    std::string_view text;
    std::string window;
    std::optional<text::Decoder> decoder;
    std::size_t fed = 0;                 ///< input bytes given to the decoder
    std::size_t window_at = 0;           ///< input byte of text[0]
    std::size_t at = 0;                  ///< in text: next to look at
    std::size_t units_to = 0, units = 0; ///< UTF-16 units before text[units_to]

    // Lines are counted as far as `counted`; `line_start` is where the line begins, `before` how many of its characters
    // have left the window.
    std::size_t counted = 0, line_start = 0, before = 0;
    std::int64_t line = 1;

    std::vector<std::string> open;
    std::string parent_name;
    Root root;
    bool have_root = false;
    std::string record;
    Parser parser;

    // --- positions

    void count_lines(std::size_t to) {
        while (counted < to) {
            const void* found = std::memchr(text.data() + counted, '\n', to - counted);
            if (!found) break;
            counted = static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
            ++line;
            line_start = counted;
            before = 0;
        }
        counted = std::max(counted, to);
    }

    std::vector<std::string> position(std::size_t index) {
        index = std::min(index, text.size());
        count_lines(index);
        const std::size_t column =
            index < line_start ? 1 : before + count_characters(text.substr(line_start, index - line_start), gbk) + 1;
        return {std::to_string(line), std::to_string(column)};
    }

    [[noreturn]] void fail(std::size_t index, std::string_view sentence, std::string detail) {
        std::vector<std::string> args = position(index);
        if (gbk) detail = text::to_utf8(detail, start.encoding).value_or("");
        args.emplace_back(sentence);
        args.push_back(std::move(detail));
        throw Error(Code::syntax, std::move(args));
    }

    [[noreturn]] void fail_encoding(std::size_t index, char byte) {
        std::vector<std::string> args = position(index);
        args.emplace_back(text::encoding_name(start.encoding));
        args.push_back(hex_byte(byte));
        throw Error(Code::encoding, std::move(args));
    }

    /// A fault in the record that starts at `index`, at byte `offset` of its decoded text.
    [[noreturn]] void fail_in_record(std::size_t index, std::string_view decoded, const Fault& f) {
        count_lines(index);
        const std::string_view head = decoded.substr(0, f.at);
        const std::size_t newline = head.rfind('\n');
        std::vector<std::string> args;
        if (newline == npos) {
            args = position(index);
            args[1] = std::to_string(std::stoull(args[1]) + count_characters(head, false));
        } else {
            std::int64_t lines = line;
            for (const char c : head) lines += c == '\n';
            args = {std::to_string(lines), std::to_string(count_characters(head.substr(newline + 1), false) + 1)};
        }
        args.emplace_back(f.sentence);
        args.push_back(f.detail);
        throw Error(Code::syntax, std::move(args));
    }

    [[noreturn]] void fail_size(std::size_t index) {
        throw Error(Code::too_large, {position(index)[0], "xml.record", std::to_string(k_max_record)});
    }

    // --- text

    /// Input byte of text[index]. UTF-16: counted onward from the last question, or from the window's start.
    std::size_t raw_index(std::size_t index) {
        if (!utf16) return index + start.bom_bytes;
        if (index < units_to) units_to = units = 0;
        units += utf16_units(text.substr(units_to, index - units_to));
        units_to = index;
        return window_at + 2 * units;
    }

    /// Gets more of a UTF-16 input behind text[at...]; false when there is no more.
    bool fill() {
        if (!utf16 || fed >= input.size()) return false;
        count_lines(at);
        window_at = raw_index(at);
        if (line_start >= at) {
            line_start -= at;
        } else {
            before += count_characters(text.substr(line_start, at - line_start), false);
            line_start = 0;
        }
        counted -= at;
        window.erase(0, at);
        at = units_to = units = 0;
        const std::size_t step = std::min(std::max(k_chunk, window.size()), input.size() - fed);
        const std::size_t bad = decoder->decode(input.substr(fed, step), window, fed + step == input.size());
        text = window;
        if (bad != text::npos) fail_encoding(window.size(), input[std::min(fed + bad, input.size() - 1)]);
        fed += step;
        return true;
    }

    /// The token at `at` is not complete: true when there is more of it now, else throws.
    void need(std::size_t from) {
        if (text.size() - from > k_max_record) fail_size(from);
        if (fill()) return;
        fail(text.size(), "xml.truncated", open.empty() ? "" : open.back());
    }

    void check_outside(std::size_t from, std::size_t to) {
        if (to - from > k_max_record) fail_size(from);
        const std::string_view piece = text.substr(from, to - from);
        if (const std::size_t c = bad_char(piece); c != npos) fail(from + c, "xml.bad_char", hex_byte(piece[c]));
        if (utf16) return;
        for (const char c : piece) {
            if (static_cast<unsigned char>(c) < 0x80) continue;
            decode(from, piece, record);
            return;
        }
    }

    /// Decodes a piece of text that starts at text[from].
    void decode(std::size_t from, std::string_view piece, std::string& out) {
        out.clear();
        if (!gbk) {
            const std::size_t bad = utf16 ? text::npos : text::first_invalid_utf8(piece);
            if (bad != text::npos) fail_encoding(from + bad, piece[bad]);
            out.assign(piece);
            return;
        }
        text::Decoder d(start.encoding);
        const std::size_t bad = d.decode(piece, out, true);
        if (bad != text::npos) fail_encoding(from + bad, piece[std::min(bad, piece.size() - 1)]);
    }

    // --- records

    /// Index behind the element that starts at text[at] (complete in the text), or npos when the text ends before.
    std::size_t element_end(std::size_t from) {
        const std::string_view t = text.substr(0, std::min(text.size(), from + k_max_record + 1));
        std::size_t depth = 0, i = from;
        for (;;) {
            i = t.find('<', i);
            if (i == npos || i + 1 >= t.size()) break;
            const char c = t[i + 1];
            if (c == '!' || c == '?') {
                if (c == '?')
                    i = t.find("?>", i + 2);
                else if (t.compare(i, 4, "<!--") == 0)
                    i = t.find("-->", i + 4);
                else if (t.compare(i, 9, "<![CDATA[") == 0)
                    i = cdata_end(t, i + 9, gbk);
                else
                    return broken(from, t, i);
                if (i == npos) break;
                continue;
            }
            const std::size_t end = tag_end(t, i);
            if (end == k_broken) return broken(from, t, i);
            if (end == npos) break;
            if (c == '/') {
                --depth;
            } else if (t[end - 2] != '/') {
                if (++depth + open.size() > k_max_depth) return broken(from, t, i);
            }
            if (depth == 0) return end;
            i = end;
        }
        if (t.size() < text.size()) return broken(from, t, t.size());
        return npos;
    }

    /// Finds out what is wrong with the record that starts at `from` and cannot be followed beyond `seen`; throws.
    [[noreturn]] std::size_t broken(std::size_t from, std::string_view t, std::size_t seen) {
        std::string decoded;
        const std::string_view piece = t.substr(from, std::min(t.size(), seen + 64) - from);
        if (gbk) {
            text::Decoder d(start.encoding);
            (void)d.decode(piece, decoded, false);
        } else {
            decoded = piece.substr(0, std::min(piece.size(), text::first_invalid_utf8(piece)));
        }
        const std::optional<Fault> f = find_fault(decoded, fold, open.size());
        if (f && f->sentence != "xml.truncated") fail_in_record(from, decoded, *f);
        if (seen == t.size() && t.size() < text.size()) fail_size(from);
        if (seen < t.size()) fail(seen, "xml.bad_tag", "");
        fail(t.size(), "xml.truncated", open.empty() ? "" : open.back());
    }

    /// Parses `record`, decoded from `piece` at text[from].
    Element parse(std::size_t from, std::string_view piece) {
        if (const std::size_t c = bad_char(record); c != npos)
            fail_in_record(from, record, {c, "xml.bad_char", hex_byte(record[c])});
        if (record.find('&') != npos)
            if (const auto f = find_fault(record, fold, open.size())) fail_in_record(from, record, *f);
        if (Element e = parser.parse(record)) return e;
        decode(from, piece, record); // parsing was in place
        if (const auto f = find_fault(record, fold, open.size())) fail_in_record(from, record, *f);
        if (Element e = parser.parse(record)) return e;
        fail(from, "xml.bad_tag", "");
    }

    // --- outside records

    /// Passes over what is not a tag; then text[at] is '<' of a tag, and true; false at the end of the input.
    bool next_tag() {
        for (;;) {
            if (!have_root) {
                std::size_t first = at;
                while (first < text.size() && is_space(text[first])) ++first;
                if (first < text.size() && text[first] != '<') fail(first, "xml.not_this_format", "");
            }
            const std::size_t lt = text.find('<', at);
            if (lt == npos || lt + 1 >= text.size()) {
                if (text.size() - at > k_max_record) fail_size(at);
                if (fill()) continue;
                if (lt != npos) fail(text.size(), "xml.truncated", open.empty() ? "" : open.back());
                between(at, text.size());
                at = text.size();
                if (!have_root) fail(at, "xml.not_this_format", "");
                if (!open.empty()) fail(at, "xml.truncated", open.back());
                return false;
            }
            between(at, lt);
            at = lt;
            const char c = text[lt + 1];
            if (c != '!' && c != '?') return true;
            std::size_t end = npos;
            const std::string_view rest = text.substr(lt);
            if (c == '?') {
                end = text.find("?>", lt + 2);
                if (end != npos) end += 2;
            } else if (rest.starts_with("<!--")) {
                end = text.find("-->", lt + 4);
                if (end != npos) end += 3;
            } else if (rest.starts_with("<![CDATA[")) {
                if (open.empty()) fail(lt, "xml.outside_root", "");
                end = cdata_end(text, lt + 9, gbk);
            } else if (rest.size() >= 9) {
                fail(lt, "xml.doctype", std::string(rest.substr(0, 9)));
            }
            if (end == npos) {
                need(lt);
                continue;
            }
            check_outside(lt, end);
            at = end;
        }
    }

    void between(std::size_t from, std::size_t to) {
        if (from == to) return;
        check_outside(from, to);
        const std::string_view piece = text.substr(from, to - from);
        if (open.empty()) {
            for (std::size_t i = 0; i < piece.size(); ++i)
                if (!is_space(piece[i])) fail(from + i, "xml.outside_root", "");
        } else if (const auto f = bad_reference(piece, 0, piece.size())) {
            fail(from + f->at, f->sentence, f->detail);
        }
    }

    /// Behind the tag at text[at], which must be complete.
    std::size_t whole_tag() {
        for (;;) {
            const std::size_t end = tag_end(text, at);
            if (end == k_broken) fail(at, "xml.bad_tag", "");
            if (end != npos) return end;
            need(at);
        }
    }

    std::string_view name_at(std::size_t from) const {
        std::size_t to = from;
        while (to < text.size() && !ends_name(text[to])) ++to;
        return text.substr(from, to - from);
    }

    void end_tag() {
        const std::size_t end = whole_tag();
        const std::string_view name = name_at(at + 2);
        for (std::size_t i = at + 2 + name.size(); i + 1 < end; ++i)
            if (!is_space(text[i])) fail(at, "xml.bad_tag", std::string(name));
        if (open.empty() || (open.back() != name && !(fold && equal_ignoring_case(open.back(), name))))
            fail(at, "xml.mismatched_tag", std::string(name));
        open.pop_back();
        at = end;
    }

    void start_tag() {
        const std::size_t end = whole_tag();
        check_outside(at, end);
        const Tag tag = read_tag(text, at, end);
        if (tag.fault) fail(tag.fault->at, tag.fault->sentence, tag.fault->detail);
        if (open.empty()) {
            if (have_root) fail(at, "xml.outside_root", std::string(tag.name));
            have_root = true;
            root.name = tag.name;
            const std::size_t from = at + 1 + tag.name.size();
            const std::string_view rest = text.substr(from, end - (tag.closed ? 2 : 1) - from);
            decode(from, rest, record);
            root.attributes = record;
        }
        if (open.size() + 1 > k_max_depth) fail(at, "xml.depth", std::to_string(k_max_depth));
        if (!tag.closed) open.emplace_back(tag.name);
        at = end;
    }

    bool next(Record& r) {
        for (;;) {
            if (!next_tag()) return false;
            count_lines(at);
            if (text[at + 1] == '/') {
                end_tag();
                continue;
            }
            std::string_view name = name_at(at + 1);
            if (open.empty() || !is_record(open.back(), name)) {
                if (at + 1 + name.size() == text.size())
                    need(at); // the name may go on
                else
                    start_tag();
                continue;
            }
            std::size_t end = element_end(at);
            if (end == npos) {
                if (utf16) {
                    need(at);
                    continue;
                }
                broken(at, text, text.size());
            }
            const std::string_view piece = text.substr(at, end - at);
            decode(at, piece, record);
            r.line = line;
            r.raw = piece;
            if (utf16) {
                const std::size_t first = raw_index(at);
                r.raw = input.substr(first, 2 * utf16_units(piece));
            }
            r.element = parse(at, piece);
            record_name = name;
            parent_name = open.back();
            r.name = record_name;
            r.parent = parent_name;
            at = end;
            return true;
        }
    }

    std::string record_name;
};

Scanner::Scanner(std::string_view input, const ReadOptions& options, IsRecord is_record, bool fold_end_tags)
    : m_impl(std::make_unique<Impl>()) {
    Impl& i = *m_impl;
    if (input.empty()) throw Error(Code::file_empty, {""});
    if (static_cast<std::uint64_t>(input.size()) >
        static_cast<std::uint64_t>(std::max<std::int64_t>(options.max_bytes, 0)))
        throw Error(Code::too_large, {"1", "xml.input", std::to_string(options.max_bytes)});
    i.input = input;
    i.start = detect(input, options.encoding);
    i.utf16 = i.start.encoding == Encoding::utf16le || i.start.encoding == Encoding::utf16be;
    i.gbk = i.start.encoding == Encoding::gbk || i.start.encoding == Encoding::gb18030;
    i.fold = fold_end_tags;
    i.is_record = is_record;
    if (i.utf16) {
        i.decoder.emplace(i.start.encoding);
        i.fed = i.window_at = i.start.bom_bytes;
    } else {
        i.text = input.substr(i.start.bom_bytes);
    }
    if (i.next_tag()) {
        if (i.text[i.at + 1] == '/') i.fail(i.at, "xml.mismatched_tag", "");
        i.start_tag();
    }
}

Scanner::~Scanner() = default;

const Root& Scanner::root() const { return m_impl->root; }
bool Scanner::next(Record& record) { return m_impl->next(record); }
text::Encoding Scanner::encoding() const { return m_impl->start.encoding; }
std::size_t Scanner::position() const { return m_impl->raw_index(m_impl->at); }
const std::vector<std::string>& Scanner::open() const { return m_impl->open; }

Element Scanner::reread(std::string_view raw) {
    Impl& i = *m_impl;
    i.record.clear();
    if (i.utf16)
        i.record = text::to_utf8(raw, i.start.encoding).value_or("");
    else
        i.decode(0, raw, i.record);
    if (i.fold || i.record.find('&') != npos) (void)find_fault(i.record, i.fold, 0);
    return i.parser.parse(i.record);
}

void Scanner::refuse(std::string_view sentence, std::string_view detail) const {
    throw Error(Code::syntax, {std::to_string(m_impl->line), "1", std::string(sentence), std::string(detail)});
}

} // namespace goufang::invoice::xml

#include "invoice/formats/goufang_json.h"

#include <nlohmann/json.hpp>

namespace goufang::invoice::goufang_json {

namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skip_blanks(std::string_view s, std::size_t& at) {
    while (at < s.size() && blank(s[at])) ++at;
}

/// `at` stands on the opening quote; moves behind the closing one.
bool skip_string(std::string_view s, std::size_t& at) {
    for (++at; at < s.size(); ++at) {
        if (s[at] == '\\') {
            ++at;
        } else if (s[at] == '"') {
            ++at;
            return true;
        }
    }
    at = s.size();
    return false;
}

Fault skip_value(std::string_view s, std::size_t& at) {
    if (at >= s.size()) return {at, "value expected"};
    if (s[at] == '"') {
        const std::size_t from = at;
        return skip_string(s, at) ? Fault{} : Fault{from, "string not closed"};
    }
    if (s[at] != '{' && s[at] != '[') {
        const std::size_t from = at;
        while (at < s.size() && !blank(s[at]) && s[at] != ',' && s[at] != '}' && s[at] != ']') ++at;
        return nlohmann::json::accept(s.substr(from, at - from)) ? Fault{} : Fault{from, "value expected"};
    }
    std::string open;
    while (at < s.size()) {
        const char c = s[at];
        if (c == '"') {
            const std::size_t quote = at;
            if (!skip_string(s, at)) return {quote, "string not closed"};
            continue;
        }
        if (c == '{' || c == '[') {
            open += c == '{' ? '}' : ']';
            if (open.size() >= static_cast<std::size_t>(k_max_depth)) return {at, "too deep"};
        } else if (c == '}' || c == ']') {
            if (open.back() != c) return {at, "bracket does not match"};
            open.pop_back();
            if (open.empty()) {
                ++at;
                return {};
            }
        }
        ++at;
    }
    return {s.size(), "bracket not closed"};
}

} // namespace

bool string_value(std::string_view value, std::string& out) {
    if (value.size() < 2 || value.front() != '"') return false;
    if (value.find('\\') == std::string_view::npos) {
        out = value.substr(1, value.size() - 2);
        for (const char c : out)
            if (static_cast<unsigned char>(c) < 0x20) return false;
        return true;
    }
    const auto j = nlohmann::json::parse(value, nullptr, false);
    if (!j.is_string()) return false;
    out = j.get_ref<const std::string&>();
    return true;
}

Fault members(std::string_view text, std::vector<Member>& out) {
    out.clear();
    std::size_t at = 0;
    skip_blanks(text, at);
    if (at >= text.size() || text[at] != '{') return {at, "object expected"};
    ++at;
    skip_blanks(text, at);
    if (at < text.size() && text[at] == '}') {
        ++at;
    } else {
        for (;;) {
            skip_blanks(text, at);
            const std::size_t key_at = at;
            if (at >= text.size() || text[at] != '"') return {at, "key expected"};
            if (!skip_string(text, at)) return {key_at, "string not closed"};
            Member m;
            if (!string_value(text.substr(key_at, at - key_at), m.key)) return {key_at, "malformed key"};
            for (const Member& o : out)
                if (o.key == m.key) return {key_at, "key stands twice"};
            skip_blanks(text, at);
            if (at >= text.size() || text[at] != ':') return {at, "':' expected"};
            ++at;
            skip_blanks(text, at);
            const std::size_t from = at;
            if (const Fault f = skip_value(text, at)) return f;
            m.value = text.substr(from, at - from);
            out.push_back(std::move(m));
            if (out.size() > 256) return {from, "too many keys"};
            skip_blanks(text, at);
            if (at < text.size() && text[at] == ',') {
                ++at;
                continue;
            }
            if (at < text.size() && text[at] == '}') {
                ++at;
                break;
            }
            return {at, "',' or '}' expected"};
        }
    }
    skip_blanks(text, at);
    return at == text.size() ? Fault{} : Fault{at, "text behind the object"};
}

} // namespace goufang::invoice::goufang_json

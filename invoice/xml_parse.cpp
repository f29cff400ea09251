// The only file that knows pugixml.

#include "invoice/xml_parse.h"

#include <cstring>
#include <new>
#include <pugixml.hpp>

namespace goufang::invoice::xml {

std::string_view Attribute::name() const { return pugi::xml_attribute(m_it).name(); }
std::string_view Attribute::value() const { return pugi::xml_attribute(m_it).value(); }
Attribute Attribute::next() const { return Attribute(pugi::xml_attribute(m_it).next_attribute().internal_object()); }

namespace {

pugi::xml_node_struct* element_from(pugi::xml_node n) {
    while (n && n.type() != pugi::node_element) n = n.next_sibling();
    return n.internal_object();
}

std::uint64_t name_bit(const char* name) {
    const std::size_t n = std::strlen(name);
    const auto first = static_cast<unsigned char>(name[0]);
    const auto last = static_cast<unsigned char>(n > 0 ? name[n - 1] : 0);
    return std::uint64_t{1} << ((first * 7u + last * 5u + n) & 63u);
}

/// Two equal names, or too many, in one element's attributes.
const char* attribute_fault(pugi::xml_node node, std::string_view& sentence) {
    std::uint64_t seen = 0;
    std::size_t count = 0;
    for (pugi::xml_attribute a = node.first_attribute(); a; a = a.next_attribute()) {
        if (++count > k_max_attributes) {
            sentence = "xml.attributes";
            return "";
        }
        const std::uint64_t bit = name_bit(a.name());
        if ((seen & bit) != 0)
            for (pugi::xml_attribute b = node.first_attribute(); b != a; b = b.next_attribute())
                if (std::strcmp(a.name(), b.name()) == 0) {
                    sentence = "xml.duplicate_attribute";
                    return a.name();
                }
        seen |= bit;
    }
    return nullptr;
}

/// First element from `root` down that has such a fault.
bool attributes_good(pugi::xml_node root) {
    std::string_view sentence;
    pugi::xml_node n = root;
    for (;;) {
        if (n.first_attribute() && attribute_fault(n, sentence)) return false;
        if (n.first_child()) {
            n = n.first_child();
            continue;
        }
        while (n != root && !n.next_sibling()) n = n.parent();
        if (n == root) return true;
        n = n.next_sibling();
    }
}

} // namespace

std::string_view Element::name() const { return pugi::xml_node(m_it).name(); }
Attribute Element::first_attribute() const {
    return Attribute(pugi::xml_node(m_it).first_attribute().internal_object());
}
Element Element::first_child() const { return Element(element_from(pugi::xml_node(m_it).first_child())); }
Element Element::next() const { return Element(element_from(pugi::xml_node(m_it).next_sibling())); }

Element Element::child(std::string_view name) const {
    for (Element e = first_child(); e; e = e.next())
        if (e.name() == name) return e;
    return Element();
}

void Element::text(std::string& out) const {
    const pugi::xml_node n(m_it);
    out += n.value(); // parse_embed_pcdata
    for (pugi::xml_node c = n.first_child(); c; c = c.next_sibling())
        if (c.type() == pugi::node_pcdata || c.type() == pugi::node_cdata) out += c.value();
}

struct Parser::Impl {
    pugi::xml_document document;
};

Parser::Parser() : m_impl(std::make_unique<Impl>()) {}
Parser::~Parser() = default;

Element Parser::parse(std::string& record) {
    constexpr unsigned k_flags = pugi::parse_escapes | pugi::parse_cdata | pugi::parse_eol |
                                 pugi::parse_wconv_attribute | pugi::parse_embed_pcdata;
    const pugi::xml_parse_result r =
        m_impl->document.load_buffer_inplace(record.data(), record.size(), k_flags, pugi::encoding_utf8);
    if (r.status == pugi::status_out_of_memory) throw std::bad_alloc();
    const pugi::xml_node root = m_impl->document.first_child();
    if (!r || root.type() != pugi::node_element || root.next_sibling() || !attributes_good(root)) return Element();
    return Element(root.internal_object());
}

} // namespace goufang::invoice::xml

#include "app/desktop/pieces.h"

#include <algorithm>

namespace goufang::desktop {

Pieces to_pieces(const wxString& text, const std::vector<bool>& bold, std::size_t group, std::size_t from) {
    Pieces out;
    for (std::size_t i = 0; i < text.length(); ++i) {
        if (out.empty() || out.back().second != bold[i]) out.emplace_back(wxString(), bold[i]);
        if (group != 0 && i > from && (i - from) % group == 0) out.back().first += ' ';
        out.back().first += text[i];
    }
    return out;
}

Pieces to_pieces(const wxString& text, const std::vector<find::Match>& matches, model::Field field, std::uint32_t part,
                 std::size_t group) {
    std::vector<bool> bold(text.length(), false);
    for (const find::Match& m : matches) {
        if (m.field != field || m.part != part) continue;
        for (std::size_t i = m.start; i < std::min<std::size_t>(std::size_t{m.start} + m.length, bold.size()); ++i)
            bold[i] = true;
    }
    return to_pieces(text, bold, group);
}

std::string matched_value(const model::Buyer& b, const find::Match& m) {
    const auto at = [&](const auto& list, auto member) {
        return m.part < list.size() ? list[m.part].*member : std::string();
    };
    switch (m.field) {
    case model::Field::former_names:
        return at(b.former_names, &model::FormerName::name);
    case model::Field::more_addresses:
        return at(b.more_addresses,
                  m.how == find::How::number ? &model::AddressPhone::phone : &model::AddressPhone::address);
    case model::Field::more_accounts:
        return at(b.more_accounts,
                  m.how == find::How::number ? &model::BankAccount::account : &model::BankAccount::bank);
    case model::Field::tags:
        return m.part < b.tags.size() ? b.tags[m.part] : std::string();
    case model::Field::custom:
        return at(b.custom, &model::CustomField::value);
    default:
        break;
    }
    const std::string* text = model::text_member(b, m.field);
    return text == nullptr ? std::string() : *text;
}

} // namespace goufang::desktop

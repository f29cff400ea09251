#include "invoice/paste/grouping.h"

#include "core/text/fold.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"
#include "invoice/paste/blocks.h"

#include <algorithm>
#include <utility>

namespace goufang::invoice::paste {

std::string compared(const Found& f) {
    return f.field == model::Field::name ? text::name_key(f.value) : text::tax_id_key(f.value);
}

const Found* first_of(const Founds& block, model::Field field) {
    for (const Found& f : block)
        if (f.field == field && !f.loose) return &f;
    return nullptr;
}

namespace {

using Key = model::Field;

/// Puts line by line what belongs to one buyer into one block.
class Grouping {
  public:
    std::vector<Founds> run(const Founds& all) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Found& f = all[i];
            if (f.field == Key::name || f.field == Key::tax_id) {
                if (is_another_number(all, i)) continue;
                if (!take_key(f) && !begins_next(all, i)) {
                    if (f.field == Key::name && !f.labelled) keep_as_words(f);
                    continue;
                }
            } else if (other_follows(all, i)) {
                next();
            }
            m_block.push_back(f);
        }
        next();
        return std::move(m_blocks);
    }

  private:
    void next() {
        if (std::any_of(m_block.begin(), m_block.end(), [](const Found& f) { return !f.loose; }))
            m_blocks.push_back(std::move(m_block));
        m_block.clear();
    }
    /// What is no name beside a surer one: an address, perhaps.
    void keep_as_words(Found f) {
        if (compared(*first_of(m_block, Key::name)) == compared(f)) return;
        f.field = Key::address;
        f.loose = true;
        m_block.push_back(std::move(f));
    }
    void drop(Key field) {
        m_block.erase(std::remove_if(m_block.begin(), m_block.end(), [&](const Found& f) { return f.field == field; }),
                      m_block.end());
    }

    /// A name or tax id: of this block, of the next, or none of both (false).
    bool take_key(const Found& f) {
        const Found* old = first_of(m_block, f.field);
        if (old == nullptr) return true;
        if (compared(*old) == compared(f)) {
            if (f.confidence <= old->confidence) return false;
            drop(f.field);
            return true;
        }
        if (f.kind == k_holder) return false;
        if (f.field == Key::tax_id && old->confidence < k_faint && f.confidence > 0.9) { // the first was none
            drop(f.field);
            return true;
        }
        // the Chinese name beside the English one is the title
        if (f.field == Key::name && has_han(*old) != has_han(f) && first_of(m_block, Key::tax_id) == nullptr) {
            if (has_han(*old)) return false;
            drop(f.field);
            return true;
        }
        // the first line, before the number; a better name behind it is a place as often as not
        if (!f.labelled && is_faint(*old) && first_of(m_block, Key::tax_id) != nullptr) return false;
        if (old->kind == k_holder || (is_faint(*old) && f.confidence > k_faint) ||
            (f.labelled && !old->labelled && (m_block.size() == 1 || old->confidence < k_sure))) {
            drop(f.field);
            return true;
        }
        if (!f.labelled && f.confidence < k_sure) return false;
        next();
        return true;
    }

    /// An unsure number behind a whole buyer and before no other name: of a person who has to do with it.
    bool is_another_number(const Founds& all, std::size_t i) const {
        const Found* id = first_of(m_block, Key::tax_id);
        if (all[i].field != Key::tax_id || all[i].confidence >= k_sure || id == nullptr || id->confidence < k_sure ||
            first_of(m_block, Key::name) == nullptr)
            return false;
        return std::none_of(all.begin() + static_cast<std::ptrdiff_t>(i), all.end(),
                            [](const Found& f) { return f.field == Key::name; });
    }

    /// A name that is not sure, behind a whole buyer and before another tax id: of the next buyer.
    bool begins_next(const Founds& all, std::size_t i) {
        const Found* id = first_of(m_block, Key::tax_id);
        if (all[i].field != Key::name || id == nullptr || compared(*first_of(m_block, Key::name)) == compared(all[i]))
            return false;
        const auto key = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(),
                                      [](const Found& f) { return f.field == Key::name || f.field == Key::tax_id; });
        if (key == all.end() || key->field != Key::tax_id || compared(*key) == compared(*id)) return false;
        next();
        return true;
    }

    /// A new paragraph has begun whose name or tax id comes later.
    bool other_follows(const Founds& all, std::size_t i) const {
        if (m_block.empty() || all[i].section == m_block.back().section) return false;
        for (std::size_t k = i + 1; k < all.size() && all[k].section == all[i].section; ++k) {
            const Found& f = all[k];
            if ((f.field != Key::name && f.field != Key::tax_id) || f.kind == k_holder) continue;
            const Found* old = first_of(m_block, f.field);
            if (old != nullptr) return compared(*old) != compared(f);
        }
        return false;
    }

    Founds m_block;
    std::vector<Founds> m_blocks;
};

} // namespace

bool has_han(const Found& f) {
    for (std::size_t at = 0; at < f.value.size();)
        if (text::is_han(text::next_code_point(f.value, at))) return true;
    return false;
}

bool is_faint(const Found& f) { return f.field == Key::name && !f.labelled && f.confidence <= k_faint; }

std::vector<Founds> group(const Founds& all) { return Grouping().run(all); }

std::vector<Founds> side_by_side(Founds all) {
    constexpr std::size_t k_most = 20;
    std::vector<Founds> columns(1);
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t same = 0;
        for (std::size_t k = i; k > 0 && all[k - 1].line == all[i].line; --k) same += all[k - 1].field == all[i].field;
        all[i].confidence = std::min(all[i].confidence, 0.6);
        same = std::min(same, k_most - 1);
        if (same >= columns.size()) columns.resize(same + 1);
        columns[same].push_back(all[i]);
    }
    return columns;
}

} // namespace goufang::invoice::paste

#include "invoice/paste/blocks.h"

#include "core/check/tax_id.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"
#include "invoice/paste/clean.h"
#include "invoice/paste/grouping.h"
#include "invoice/paste/judge.h"
#include "invoice/paste/shapes.h"

#include <algorithm>
#include <map>
#include <utility>

namespace goufang::invoice::paste {

namespace {

using Key = model::Field;

class Assembly {
  public:
    /// Different values of one field in one block; further ones are left out.
    static constexpr std::size_t k_most = 50;

    explicit Assembly(const Founds& founds) : m_founds(founds) {}

    Block run() {
        best(Key::name);
        first_words();
        best(Key::tax_id);
        addresses();
        phones();
        accounts();
        best(Key::email);
        if (all(Key::email).size() > 1) limit(get(Key::email), k_doubt);
        best(Key::remark);
        doubts();
        std::sort(m_block.fields.begin(), m_block.fields.end(),
                  [](const Field& a, const Field& b) { return a.field < b.field; });
        return std::move(m_block);
    }

  private:
    Field field_of(const Found& f, double confidence) const {
        return {f.field, f.value, std::min(confidence, f.confidence), f.range.from, f.range.size()};
    }
    std::vector<const Found*> all(Key field) const {
        std::vector<const Found*> out;
        for (const Found& f : m_founds) {
            if (f.field != field || f.loose) continue;
            const auto same = [&](const Found* o) { return compared(*o) == compared(f); };
            if (out.size() < k_most && std::none_of(out.begin(), out.end(), same)) out.push_back(&f);
        }
        return out;
    }
    static const Found* surest(const std::vector<const Found*>& list) {
        return *std::max_element(list.begin(), list.end(),
                                 [](const Found* a, const Found* b) { return a->confidence < b->confidence; });
    }
    void best(Key field) {
        const auto list = all(field);
        if (!list.empty()) m_block.fields.push_back(field_of(*surest(list), 1));
    }
    void addresses() {
        auto list = all(Key::address);
        // what a label says goes before what only looks like it
        const auto said = std::stable_partition(list.begin(), list.end(), [](const Found* f) { return f->labelled; });
        if (said != list.begin()) list.erase(said, list.end());
        if (list.empty()) {
            if (const Found* f = between()) m_block.fields.push_back(field_of(*f, k_faint));
            return;
        }
        const auto han = std::stable_partition(list.begin(), list.end(), [](const Found* f) { return has_han(*f); });
        if (han != list.begin()) list.erase(han, list.end());
        const Found* one = surest(list);
        double confidence = 1;
        for (const Found* o : list)
            if (o != one && o->confidence > one->confidence - 0.05) confidence = 0.7; // two as good as each other
        m_block.fields.push_back(field_of(*one, confidence));
    }
    /// Words between two values of the block, with no line between: its address, where no other is.
    const Found* between() const {
        for (std::size_t i = 1; i + 1 < m_founds.size(); ++i) {
            const Found &f = m_founds[i], &before = m_founds[i - 1], &behind = m_founds[i + 1];
            if (f.loose && !before.loose && !behind.loose && before.line + 1 >= f.line && f.line + 1 >= behind.line)
                return &f;
        }
        return nullptr;
    }
    /// Words right before the first value: the name, where no other is.
    void first_words() {
        if (m_founds.size() < 2 || !m_founds[0].loose || m_founds[1].loose || m_founds[0].line + 1 < m_founds[1].line ||
            first_of(m_founds, Key::name) != nullptr || first_of(m_founds, Key::tax_id) == nullptr)
            return;
        m_block.fields.push_back(field_of(m_founds[0], k_faint));
        m_block.fields.back().field = Key::name;
    }
    void phones() {
        const auto list = all(Key::phone);
        if (list.empty()) return best(Key::mobile);
        std::vector<const Found*> lines, mobiles;
        for (const Found* f : list) (f->kind == k_mobile ? mobiles : lines).push_back(f);
        if (lines.empty()) std::swap(lines, mobiles);
        const Found* one = lines.front();
        for (const Found* o : lines)
            if (o->confidence > one->confidence + 0.1) one = o;
        const bool several = lines.size() > 1 && one->labelled == lines[1]->labelled;
        m_block.fields.push_back(field_of(*one, several ? 0.75 : 1));
        for (const Found* o : list)
            if (o != one && o->value.size() >= 11 && o->value[0] == '1' && o->confidence > 0.55) {
                Field mobile = field_of(*o, 0.75);
                mobile.field = Key::mobile;
                m_block.fields.push_back(std::move(mobile));
                return;
            }
        best(Key::mobile);
    }

    struct Set {
        const Found* bank = nullptr;
        const Found* account = nullptr;
    };
    void accounts() {
        std::vector<Set> sets(1);
        bool odd = false; // a bank too many
        for (const Found& f : m_founds) {
            Set& last = sets.back();
            if (f.field == Key::bank) {
                if (last.bank == nullptr) {
                    last.bank = &f;
                } else if (last.account != nullptr && last.bank->value != f.value) {
                    sets.push_back({&f, nullptr});
                } else if (last.bank->value != f.value) {
                    if (f.confidence > last.bank->confidence + 0.1)
                        last.bank = &f;
                    else
                        odd |= f.confidence > 0.65;
                }
            } else if (f.field == Key::account) {
                const auto same = [&](const Set& s) { return s.account != nullptr && s.account->value == f.value; };
                if (sets.size() >= k_most || std::any_of(sets.begin(), sets.end(), same)) continue;
                const bool better =
                    last.account != nullptr && f.labelled && !last.account->labelled && last.account->confidence < 0.7;
                if (last.account == nullptr || better)
                    last.account = &f;
                else
                    sets.push_back({last.bank, &f});
            }
        }
        if (sets.size() > 1 && sets.back().account == nullptr) sets.pop_back();
        if (sets[0].bank) m_block.fields.push_back(field_of(*sets[0].bank, odd ? 0.7 : 1));
        if (sets[0].account) m_block.fields.push_back(field_of(*sets[0].account, 1));
        if (sets.size() < 2) return;
        model::Buyer more;
        double confidence = sets[0].account != nullptr ? std::min(0.9, sets[0].account->confidence) : 0.9;
        std::size_t from = static_cast<std::size_t>(-1), to = 0;
        for (std::size_t i = 1; i < sets.size(); ++i) {
            more.more_accounts.push_back(
                {sets[i].bank ? sets[i].bank->value : "", sets[i].account ? sets[i].account->value : ""});
            for (const Found* f : {sets[i].bank, sets[i].account}) {
                if (f == nullptr || f == sets[0].bank) continue;
                confidence = std::min(confidence, f->confidence);
                from = std::min(from, f->range.from);
                to = std::max(to, f->range.to);
            }
        }
        m_block.fields.push_back(
            {Key::more_accounts, model::to_text(more, Key::more_accounts), confidence, from, to - from});
    }

    Field* get(Key key) {
        for (Field& f : m_block.fields)
            if (f.field == key) return &f;
        return nullptr;
    }
    static void limit(Field* f, double most) {
        if (f != nullptr) f->confidence = std::min(f->confidence, most);
    }
    void doubts() {
        Field* account = get(Key::account);
        const bool keyed = get(Key::name) != nullptr || get(Key::tax_id) != nullptr;
        const auto unlabelled = [&](Key key) {
            const Found* f = first_of(m_founds, key);
            return f != nullptr && !f->labelled;
        };
        if (account != nullptr && get(Key::bank) == nullptr && unlabelled(Key::account)) limit(account, 0.7);
        if (account != nullptr && get(Key::tax_id) != nullptr && account->value == get(Key::tax_id)->value)
            limit(account, 0.3);
        for (const Key key : {Key::name, Key::address, Key::bank})
            if (Field* f = get(key); f != nullptr && holds_remains(f->value)) limit(f, 0.7);
        if (!keyed)
            for (Field& f : m_block.fields)
                if (unlabelled(f.field)) limit(&f, 0.7);
    }

    const Founds& m_founds;
    Block m_block;
};

std::size_t start_of(const Founds& block) {
    std::size_t at = static_cast<std::size_t>(-1);
    for (const Found& f : block) at = std::min(at, f.range.from);
    return at;
}

/// A lone name, phone or address that nobody called one, beside real blocks or in a chat.
bool worth_keeping(const Founds& block, bool alone) {
    bool labelled = false, tax_id = false, name = false;
    std::size_t fields = 0;
    std::map<Key, bool> seen;
    for (const Found& f : block) {
        if (f.loose) continue;
        labelled |= f.labelled;
        tax_id |= f.field == Key::tax_id;
        name |= f.field == Key::name && !is_faint(f);
        if (!seen[f.field]) ++fields;
        seen[f.field] = true;
    }
    if (tax_id || (name && (labelled || fields >= 2 || alone))) return true;
    if (labelled) return alone || fields >= 2;
    return fields >= 2 && seen[Key::account];
}

/// A tax id whose check character is right as it is typed, and no other in the text: what its label is called matters
/// no more.
void prove_tax_id(const Input& in, Founds& all) {
    constexpr double k_least = 0.6, k_proven = 0.9;
    const auto right = [](const Found& f) { return f.field == Key::tax_id && check::uscc_valid(f.value); };
    const auto one = std::find_if(all.begin(), all.end(), right);
    const auto other = [&](const Found& f) { return f.field == Key::tax_id && f.value != one->value; };
    if (one == all.end() || std::any_of(all.begin(), all.end(), other)) return;
    for (Found& f : all)
        if (right(f) && f.confidence >= k_least && text::clean_tax_id(in.typed(f.range)) == f.value)
            f.confidence = std::max(f.confidence, k_proven);
}

/// Of several buyers in running text one has no name or no tax id: where one ends and the next begins is not certain.
/// Nor is it which side of a contract buys.
void doubt_parting(std::vector<Block>& blocks, bool contract) {
    const auto complete = [](const Block& b) { return b.find(Key::name) != nullptr && b.find(Key::tax_id) != nullptr; };
    if (blocks.size() < 2 || (!contract && std::all_of(blocks.begin(), blocks.end(), complete))) return;
    for (Block& b : blocks)
        for (Field& f : b.fields) f.confidence = std::min(f.confidence, k_doubt);
}

} // namespace

const Field* Block::find(model::Field field) const {
    for (const Field& f : fields)
        if (f.field == field) return &f;
    return nullptr;
}

std::vector<Block> parse_blocks(std::string_view utf8) {
    std::size_t end = 0;
    for (std::size_t n = 0; end < utf8.size() && n < k_max_characters; ++n) text::next_code_point(utf8, end);
    Input in(utf8.substr(0, end));
    unwrap(in);
    std::vector<Range> lines = in.lines();
    Founds founds;
    drop_numbering(in, lines);
    read_tables(in, lines, founds);
    judge(in, founds);
    std::map<std::size_t, Founds> rows;
    for (Found& f : founds) rows[f.row].push_back(std::move(f));
    std::vector<Founds> groups;
    for (auto& [row, block] : rows) groups.push_back(std::move(block));

    Founds rest;
    read_lines(in, lines, rest);
    judge(in, rest);
    prove_tax_id(in, rest);
    const bool columns = std::any_of(rest.begin(), rest.end(), [](const Found& f) { return f.column > 0; });
    std::vector<Founds> grouped;
    if (columns) {
        for (const Founds& side : side_by_side(rest))
            for (Founds& g : group(side)) grouped.push_back(std::move(g));
    } else {
        grouped = group(rest);
    }
    const bool table = !groups.empty();
    for (Founds& g : grouped) {
        const bool alone = grouped.size() == 1 && !table;
        if (worth_keeping(g, alone)) groups.push_back(std::move(g));
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Founds& a, const Founds& b) { return start_of(a) < start_of(b); });
    std::vector<Block> out;
    for (const Founds& g : groups) {
        Block b = Assembly(g).run();
        for (Field& f : b.fields) // what no field can hold
            f.value.erase(
                std::remove_if(f.value.begin(), f.value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }),
                f.value.end());
        b.fields.erase(std::remove_if(b.fields.begin(), b.fields.end(), [](const Field& f) { return f.value.empty(); }),
                       b.fields.end());
        if (!b.fields.empty()) out.push_back(std::move(b));
    }
    std::u32string text(in.folded({0, in.size()}));
    text.erase(std::remove(text.begin(), text.end(), U' '), text.end());
    if (!table) doubt_parting(out, contains(text, U"甲方") && contains(text, U"乙方"));
    return out;
}

model::Buyer to_buyer(const Block& block) {
    model::Buyer b;
    for (const Field& f : block.fields) static_cast<void>(model::set_text(b, f.field, f.value));
    b.kind = check::proposed_kind(b.tax_id).value_or(b.kind);
    model::normalise(b);
    return b;
}

} // namespace goufang::invoice::paste

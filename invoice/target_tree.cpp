#include "invoice/target_tree.h"

#include "core/text/fold.h"
#include "invoice/category_plan.h"
#include "invoice/rules.h"

#include <algorithm>
#include <limits>

namespace goufang::invoice {
namespace {

using model::CategoryId;

constexpr std::size_t k_max = model::CodeRule::max_code;
/// The category for strays; no id of a registry or of a plan.
constexpr CategoryId k_stray = std::numeric_limits<CategoryId>::min();
/// More beginnings than this are not told apart.
constexpr std::size_t k_beginnings = 1000;

bool all_digits(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// 10^width - 1 codes are there (0...0 is not used).
std::int64_t capacity(std::size_t width) {
    std::int64_t n = 1;
    for (std::size_t i = 0; i < width && n < 1'000'000'000'000; ++i) n *= 10;
    return n - 1;
}

std::int64_t number(std::string_view digits) {
    std::int64_t n = 0;
    for (const char c : digits) n = n * 10 + (c - '0');
    return n;
}

bool count_up(std::string& digits) {
    for (std::size_t i = digits.size(); i-- > 0;) {
        if (digits[i] != '9') {
            ++digits[i];
            return true;
        }
        digits[i] = '0';
    }
    return false;
}

void lower(std::string_view s, std::string& out) {
    out.assign(s);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

} // namespace

TargetTree::TargetTree(const model::CategoryTree& tree, std::span<const CategoryId> needed, bool prefix_codes,
                       bool twice)
    : m_prefix(prefix_codes), m_twice(twice), m_order(needed.begin(), needed.end()) {
    m_nodes[0];
    for (const CategoryId id : m_order) {
        const model::Category* c = tree.find(id);
        Node& n = m_nodes[id];
        n.parent = c->parent;
        n.old_code = n.code = c->code;
        lower(c->code, n.old_lowered);
        n.name = c->name;
        n.order = c->order;
        n.path = tree.path(id);
        m_nodes[c->parent].children.push_back(id);
    }
    if (m_prefix) m_root_width = root_width();
}

/// As most of the root categories have it.
std::size_t TargetTree::root_width() {
    std::map<std::size_t, int> votes;
    for (const CategoryId child : m_nodes[0].children)
        if (const std::string& code = m_nodes[child].old_lowered; is_client_code(code)) ++votes[code.size()];
    std::size_t width = 0;
    for (const auto& [w, n] : votes)
        if (width == 0 || n > votes[width]) width = w;
    return width;
}

TargetTree::Node& TargetTree::node(const model::Buyer& b) {
    const auto it = m_nodes.find(b.category);
    Node& n = it == m_nodes.end() ? m_nodes[0] : it->second;
    if (n.children.empty() || m_root_width == 0 || m_stray_count == 0 || &n != &m_nodes[0]) return n;
    lower(b.code, m_lowered);
    if (is_client_code(m_lowered) && m_lowered.size() == m_root_width) return n;
    const auto stray = m_nodes.find(k_stray);
    return stray == m_nodes.end() ? n : stray->second;
}

void TargetTree::count_stray(std::string_view code) {
    ++m_stray_count;
    const auto note = [](Width& w, std::string_view s) {
        ++w.buyers;
        w.zero = w.zero || s.front() == '0';
        if (all_digits(s) && s > w.greatest) w.greatest = s;
    };
    if (code.empty()) return;
    note(m_stray_widths[code.size()], code);
    if (code.size() <= m_root_width) return;
    std::string beginning(code.substr(0, m_root_width));
    if (m_strays.size() >= k_beginnings && !m_strays.contains(beginning)) return;
    Stray& s = m_strays[std::move(beginning)];
    ++s.buyers;
    note(s.widths[code.size() - m_root_width], code.substr(m_root_width));
}

/// A category for the buyers that cannot stand at the root, with a beginning of theirs as its code.
void TargetTree::settle_strays() {
    if (m_stray_count == 0) return;
    std::unordered_set<std::string> taken;
    for (const CategoryId child : m_nodes[0].children) taken.insert(m_nodes[child].old_lowered);
    const Stray* chosen = nullptr;
    Node n;
    for (const auto& [beginning, s] : m_strays) {
        if (taken.contains(beginning) || m_at_root.contains(beginning)) continue;
        if (chosen != nullptr && s.buyers <= chosen->buyers) continue;
        chosen = &s;
        n.old_code = n.code = n.old_lowered = beginning;
    }
    n.name = n.path = model::k_uncategorised;
    n.buyers = m_stray_count;
    n.widths = chosen != nullptr ? chosen->widths : m_stray_widths;
    m_nodes.emplace(k_stray, std::move(n));
    m_nodes[0].children.push_back(k_stray);
    m_order.push_back(k_stray);
}

std::string_view TargetTree::suffix(const Node& n, std::string_view code, std::string& lowered) const {
    lower(code, lowered);
    if (!lowered.starts_with(n.old_lowered) || lowered.size() == n.old_lowered.size() || !is_client_code(lowered))
        return {};
    return std::string_view(lowered).substr(n.old_lowered.size());
}

void TargetTree::count(CategoryId category, std::string_view code) {
    m_counted = true;
    if (!m_prefix) return;
    const auto it = m_nodes.find(category);
    Node& n = it == m_nodes.end() ? m_nodes[0] : it->second;
    const std::string_view s = suffix(n, code, m_lowered);
    if (m_root_width != 0 && &n == &m_nodes[0]) {
        if (s.size() != m_root_width) return count_stray(s);
        m_at_root.emplace(s);
    }
    ++n.buyers;
    if (s.empty()) return;
    Width& w = n.widths[s.size()];
    ++w.buyers;
    w.zero = w.zero || s.front() == '0';
    if (all_digits(s) && s > w.greatest) w.greatest = s;
}

void TargetTree::settle_below(CategoryId id) {
    Node& n = m_nodes[id];
    const std::size_t room = n.placed && n.code.size() < k_max ? k_max - n.code.size() : 0;
    if (room == 0) {
        for (const CategoryId child : n.children) m_nodes[child].placed = false;
        return;
    }
    std::map<std::size_t, std::int64_t> votes;
    std::map<std::size_t, std::int64_t> greatest;
    std::string scratch;
    for (const CategoryId child : n.children) {
        const std::string_view s = suffix(n, m_nodes[child].old_code, scratch);
        if (s.empty()) continue;
        ++votes[s.size()];
        if (all_digits(s)) greatest[s.size()] = std::max(greatest[s.size()], number(s));
    }
    const bool by_categories = !votes.empty();
    for (const auto& [width, w] : n.widths) {
        if (!by_categories) votes[width] += w.buyers;
        if (!w.greatest.empty()) greatest[width] = std::max(greatest[width], number(w.greatest));
    }
    std::size_t width = 0;
    for (const auto& [w, count] : votes)
        if (width == 0 || count > votes[width]) width = w;
    if (width == 0 && (!n.children.empty() || n.buyers != 0)) {
        const model::CodeRule rule;
        width = n.children.empty() ? rule.buyer_width : id == 0 ? rule.root_width : rule.child_width;
    }
    if (width == 0) return; // no categories below, and no buyer is known yet: the first one tells
    const auto total = static_cast<std::int64_t>(n.children.size()) + n.buyers;
    for (width = std::min(width, room); width < room; ++width) {
        std::int64_t kept = 0;
        std::string other;
        for (const CategoryId child : n.children)
            if (suffix(n, m_nodes[child].old_code, other).size() == width) ++kept;
        if (const auto w = n.widths.find(width); w != n.widths.end()) kept += w->second.buyers;
        if (greatest[width] + (total - kept) <= capacity(width)) break;
    }
    n.width = width;
    n.last = std::to_string(greatest[width]);
    n.last.insert(0, width > n.last.size() ? width - n.last.size() : 0, '0');

    std::vector<CategoryId> homeless;
    for (const CategoryId child : n.children) {
        Node& c = m_nodes[child];
        const std::string_view s = suffix(n, c.old_code, scratch);
        std::string code = n.code + std::string(s);
        if (s.size() == width && m_taken.insert(code).second)
            c.code = std::move(code);
        else
            homeless.push_back(child);
    }
    for (const CategoryId child : homeless) {
        Node& c = m_nodes[child];
        c.placed = next(n, c.code);
        if (c.placed) m_taken.insert(c.code);
    }
}

bool TargetTree::next(Node& n, std::string& code) const {
    do {
        if (n.width == 0 || !count_up(n.last)) return false;
        code = n.code + n.last;
    } while (m_taken.contains(code));
    return true;
}

void TargetTree::settle() {
    if (m_prefix) {
        settle_strays();
        settle_below(0);
        for (const CategoryId id : m_order) settle_below(id);
    }
    m_rows.reserve(m_order.size());
    for (const CategoryId id : m_order) {
        const Node& n = m_nodes[id];
        if (id == k_stray && n.placed)
            m_problems.push_back(
                {n.code, n.name, finding("export.uncategorised", {}, {std::to_string(m_stray_count), n.code})});
        else if (n.placed && n.code != n.old_code)
            m_problems.push_back(
                {n.old_code, n.name, finding("export.category_code", n.old_code, {n.path, n.old_code, n.code})});
        if (!n.placed) {
            m_problems.push_back(
                {n.old_code, n.name, finding("export.code_full", n.old_code, {m_nodes[n.parent].code})});
            continue;
        }
        m_rows.push_back({n.code, n.name, n.parent == 0 ? std::string() : m_nodes[n.parent].code, n.path, n.order});
    }
}

void TargetTree::place(const model::Buyer& b, Place& place, std::vector<check::Finding>& out) {
    Node& n = node(b);
    place.refused = false;
    place.path = n.path;
    place.category_code = n.code;
    if (!m_prefix) {
        place.code = b.code;
        return;
    }
    const std::string_view s = suffix(n, b.code, m_lowered);
    if (n.width == 0 && n.placed && n.code.size() < k_max) { // the first buyer of a category without categories
        n.width = s.empty() ? std::min<std::size_t>(model::CodeRule().buyer_width, k_max - n.code.size()) : s.size();
        n.last.assign(n.width, '0');
    }
    const char* why = nullptr;
    if (!n.placed || n.width == 0) {
        place.refused = true;
        place.code.clear();
        out.push_back(finding("export.code_full", b.code, {n.code}));
        return;
    }
    if (b.code.empty())
        why = "export.code_empty";
    else if (!is_client_code(m_lowered))
        why = "export.code_form";
    else if (s.empty() || n.code.size() + s.size() > k_max)
        why = "export.code_prefix";
    else if (s.size() != n.width)
        why = "export.code_width";
    if (why == nullptr) {
        place.code.assign(n.code);
        place.code += s;
        const bool lowered = m_lowered != b.code;
        if (m_taken.contains(place.code) || (m_twice && m_seen.put(text::key_hash(place.code), 1) != 0)) {
            why = "export.code_twice";
        } else {
            if (lowered) m_taken.insert(place.code);
            if (all_digits(s) && s > n.last) n.last = s;
            if (place.code != b.code && !lowered) why = "export.code_prefix"; // its category has another code there
            if (why == nullptr) return;
            check::Finding f = finding(why, b.code, {b.code, n.code, place.code});
            f.fix = place.code;
            out.push_back(std::move(f));
            return;
        }
    }
    const auto same_width = n.widths.find(n.width);
    bool filled_up = false;
    if (!s.empty() && s.size() < n.width && (same_width == n.widths.end() || !same_width->second.zero) &&
        std::string_view(why) == "export.code_width") {
        place.code.assign(n.code).append(n.width - s.size(), '0').append(s);
        filled_up = m_counted && m_taken.insert(place.code).second;
    }
    if (!filled_up && !next(n, place.code)) {
        place.refused = true;
        place.code.clear();
        out.push_back(finding("export.code_full", b.code, {n.code}));
        return;
    }
    if (m_twice) m_seen.put(text::key_hash(place.code), 1);
    std::vector<std::string> args;
    if (!b.code.empty()) args.push_back(b.code);
    if (std::string_view(why) == "export.code_prefix") args.push_back(n.code);
    if (std::string_view(why) == "export.code_width") {
        args.push_back(std::to_string(m_lowered.size()));
        args.push_back(std::to_string(n.old_code.size() + n.width));
    }
    args.push_back(place.code);
    check::Finding f = finding(why, b.code, std::move(args));
    f.fix = place.code;
    out.push_back(std::move(f));
}

} // namespace goufang::invoice

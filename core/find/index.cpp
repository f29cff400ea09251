#include "core/find/index.h"

#include "core/find/answer.h"
#include "core/find/state.h"
#include "core/find/upkeep.h"
#include "core/text/fold.h"

#include <algorithm>
#include <bit>
#include <mutex>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace goufang::find {

using model::Buyer;
using model::BuyerId;

namespace {

/// Rows of the segment that edits go to; it is copied for each edit.
constexpr std::size_t k_small_rows = 256;

std::uint32_t number_of(Categories& categories, model::CategoryId id) {
    const auto [it, added] = categories.numbers.emplace(id, static_cast<std::uint32_t>(categories.ids.size()));
    if (added) {
        categories.ids.push_back(id);
        categories.codes.emplace_back();
    }
    return it->second;
}

/// Codes of the category and of those above it.
void fill_codes(Categories& categories, const model::CategoryTree& tree) {
    for (std::size_t n = 1; n < categories.ids.size(); ++n) {
        auto& codes = categories.codes[n];
        codes.clear();
        for (const model::Category* c = tree.find(categories.ids[n]); c; c = tree.find(c->parent))
            if (!c->code.empty()) {
                codes.emplace_back();
                Alphabet::get().encode(c->code, codes.back());
            }
    }
}

} // namespace

struct Index::Impl {
    mutable std::mutex state_lock; ///< held for the copy of a pointer only
    std::shared_ptr<const State> state = std::make_shared<State>();
    std::mutex edit_lock; ///< one edit at a time
    model::CategoryTree tree;
    std::shared_ptr<Segment> growing; ///< being filled by add()
    Row row;
    std::atomic<bool> hurry = false; ///< somebody waits for the work in the background: leave out what can be
    Upkeep upkeep;                   ///< last member: its thread ends first

    Impl() {
        auto first = std::make_shared<State>();
        first->categories = std::make_shared<Categories>();
        first->picks = std::make_shared<Picks>();
        state = std::move(first);
    }

    std::shared_ptr<const State> now() const {
        const std::lock_guard lock(state_lock);
        return state;
    }
    void publish(std::shared_ptr<const State> next) {
        const std::lock_guard lock(state_lock);
        state.swap(next);
    }

    static std::shared_ptr<Marks> fresh_marks(const Segment& s, const Picks& picks) {
        auto marks = std::make_shared<Marks>();
        marks->dead.reset(s.rows());
        marks->picked.reset(s.rows());
        if (picks.empty()) return marks;
        const std::vector<std::uint32_t> rows = s.rows_by_arrival();
        for (const auto& [id, pick] : picks)
            if (const auto arrival = s.arrival_of(id)) marks->picked.set(rows[*arrival]);
        return marks;
    }

    std::uint32_t category_number(State& next, model::CategoryId id) {
        const auto it = next.categories->numbers.find(id);
        if (it != next.categories->numbers.end()) return it->second;
        auto more = std::make_shared<Categories>(*next.categories);
        const std::uint32_t n = number_of(*more, id);
        fill_codes(*more, tree);
        next.categories = std::move(more);
        return n;
    }

    /// Marks the live row of `id` dead; true when there was one.
    static bool bury(State& next, BuyerId id) {
        for (std::size_t p = next.pieces.size(); p-- > 0;) {
            Piece& piece = next.pieces[p];
            const auto r = piece.segment->row_of(id);
            if (!r || piece.marks->dead.test(*r)) continue;
            auto marks = std::make_shared<Marks>(*piece.marks);
            marks->dead.set(*r);
            ++marks->dead_count;
            piece.marks = std::move(marks);
            --next.live;
            return true;
        }
        return false;
    }

    void add_piece(std::shared_ptr<Segment> segment) {
        auto next = std::make_shared<State>(*now());
        next->live += segment->rows();
        next->pieces.push_back({segment, fresh_marks(*segment, *next->picks)});
        publish(std::move(next));
        seal_later(std::move(segment));
    }

    /// Replaces the segment by one with a block index, made in the background.
    void seal_later(std::shared_ptr<const Segment> plain) {
        upkeep.run([this, plain = std::move(plain)]() mutable {
            auto sealed = std::make_shared<Segment>(*plain);
            sealed->seal();
            const std::lock_guard lock(edit_lock);
            auto next = std::make_shared<State>(*now());
            for (Piece& piece : next->pieces) {
                if (piece.segment != plain) continue;
                auto marks = std::make_shared<Marks>();
                marks->dead.reset(sealed->rows());
                marks->picked.reset(sealed->rows());
                marks->dead_count = piece.marks->dead_count;
                for (std::size_t r = 0; r < sealed->rows(); ++r) { // the plain one's rows stand as they arrived
                    if (piece.marks->dead.test(sealed->arrival(r))) marks->dead.set(r);
                    if (piece.marks->picked.test(sealed->arrival(r))) marks->picked.set(r);
                }
                piece = {sealed, std::move(marks)};
            }
            plain.reset();
            publish(std::move(next));
        });
    }

    void wait_for_upkeep() {
        hurry = true;
        upkeep.wait();
        hurry = false;
    }

    void prepare();
    void join_small_later();
    void join_small();
};

Index::Index() : m_impl(std::make_unique<Impl>()) {}
Index::~Index() {
    if (m_impl) m_impl->hurry = true;
}
Index::Index(Index&&) noexcept = default;

void Index::reserve(std::size_t, std::size_t) { Alphabet::get(); }

void Index::add(const Buyer& b) {
    Impl& m = *m_impl;
    if (!m.growing) m.growing = std::make_shared<Segment>();
    encode_row(b, m.row);
    const auto current = m.now();
    const auto it = current->categories->numbers.find(b.category);
    std::uint32_t number = 0;
    if (it != current->categories->numbers.end()) {
        number = it->second;
    } else {
        const std::lock_guard lock(m.edit_lock);
        auto next = std::make_shared<State>(*m.now());
        number = m.category_number(*next, b.category);
        m.publish(std::move(next));
    }
    m.growing->push(m.row, b.id, number, b.status);
    if (m.growing->rows() == k_segment_rows) {
        const std::lock_guard lock(m.edit_lock);
        m.add_piece(std::move(m.growing));
        m.growing.reset();
    }
}

void Index::set_categories(const model::CategoryTree& tree) {
    const std::lock_guard lock(m_impl->edit_lock);
    m_impl->tree = tree;
    auto next = std::make_shared<State>(*m_impl->now());
    auto categories = std::make_shared<Categories>(*next->categories);
    fill_codes(*categories, tree);
    next->categories = std::move(categories);
    m_impl->publish(std::move(next));
}

void Index::finish() {
    {
        const std::lock_guard lock(m_impl->edit_lock);
        if (m_impl->growing) m_impl->add_piece(std::move(m_impl->growing));
        m_impl->growing.reset();
    }
}

void Index::trim() {
#ifdef __GLIBC__
    m_impl->upkeep.run([] { malloc_trim(0); }); // it would stay with the process otherwise
#endif
}

void Index::settle() { m_impl->upkeep.wait(); }

void Index::prepare() {
    m_impl->upkeep.run([m = m_impl.get()] { m->prepare(); });
}

void Index::Impl::prepare() {
    const auto seen = now();
    for (const Piece& piece : seen->pieces) {
        if (!piece.segment->ranked() || piece.marks->ready.complete()) continue;
        for (const std::string& word : short_words(*piece.segment))
            if (hurry || !make_ready(*seen, piece, word, hurry)) return;
        piece.marks->ready.set_complete();
    }
}

void Index::when_settled(std::function<void(const State&)> job) {
    m_impl->upkeep.run([m = m_impl.get(), job = std::move(job)] { job(*m->now()); });
}

void Index::adopt(State state) {
    m_impl->wait_for_upkeep();
    const std::lock_guard lock(m_impl->edit_lock);
    m_impl->growing.reset();
    m_impl->publish(std::make_shared<State>(std::move(state)));
}

void Index::clear() {
    m_impl->wait_for_upkeep();
    const std::lock_guard lock(m_impl->edit_lock);
    m_impl->growing.reset();
    auto next = std::make_shared<State>(*m_impl->now());
    next->pieces.clear();
    next->live = 0;
    m_impl->publish(std::move(next));
}

void Index::upsert(const Buyer& b) {
    Impl& m = *m_impl;
    const std::lock_guard lock(m.edit_lock);
    auto next = std::make_shared<State>(*m.now());
    Impl::bury(*next, b.id);
    encode_row(b, m.row);
    const std::uint32_t category = m.category_number(*next, b.category);
    const bool append = !next->pieces.empty() && next->pieces.back().segment->rows() < k_small_rows;
    auto segment = append ? std::make_shared<Segment>(*next->pieces.back().segment) : std::make_shared<Segment>();
    auto marks = append ? std::make_shared<Marks>(*next->pieces.back().marks) : std::make_shared<Marks>();
    const std::size_t r = segment->rows();
    segment->push(m.row, b.id, category, b.status);
    if (r % 64 == 0) {
        marks->dead.words().push_back(0);
        marks->picked.words().push_back(0);
    }
    if (next->picks->count(b.id) != 0) marks->picked.set(r);
    if (append) next->pieces.pop_back();
    next->pieces.push_back({std::move(segment), std::move(marks)});
    ++next->live;
    const bool full = r + 1 == k_small_rows;
    m.publish(std::move(next));
    if (full) m.join_small_later();
}

void Index::erase(BuyerId id) {
    const std::lock_guard lock(m_impl->edit_lock);
    auto next = std::make_shared<State>(*m_impl->now());
    if (Impl::bury(*next, id)) m_impl->publish(std::move(next));
}

void Index::Impl::join_small_later() {
    upkeep.run([this] { join_small(); });
}

/// Joins full small segments to one whenever there are as many of them as are worth the copy: sizes grow by factors
/// of eight. Reads a snapshot, copies without a lock, then swaps; rows that died meanwhile are marked in the result.
void Index::Impl::join_small() {
    for (;;) {
        const auto seen = now();
        // The longest tail of pieces (but the one still being filled) of about equal size.
        std::size_t end = seen->pieces.size();
        if (end > 0 && seen->pieces[end - 1].segment->rows() < k_small_rows) --end;
        std::size_t begin = end, rows = 0;
        std::size_t size = 0;
        while (begin > 0) {
            const std::size_t n = seen->pieces[begin - 1].segment->rows();
            if (size == 0) size = std::max(n, k_small_rows);
            if (n > size * 4 || rows + n > k_segment_rows) break;
            rows += n;
            --begin;
        }
        if (end - begin < 8) return;

        auto joined = std::make_shared<Segment>();
        std::vector<std::pair<std::size_t, std::size_t>> from; // piece, row
        for (std::size_t p = begin; p < end; ++p) {
            const Piece& piece = seen->pieces[p];
            for (const std::uint32_t r : piece.segment->rows_by_arrival()) {
                if (piece.marks->dead.test(r)) continue;
                joined->push(*piece.segment, r);
                from.emplace_back(p, r);
            }
        }
        joined->seal();

        const std::lock_guard lock(edit_lock);
        auto next = std::make_shared<State>(*now());
        // Edits only append pieces and mark rows dead; clear() waits for this work.
        auto marks = fresh_marks(*joined, *next->picks);
        for (std::size_t r = 0; r < from.size(); ++r) {
            const auto [source, at] = from[joined->arrival(r)];
            if (!next->pieces[source].marks->dead.test(at)) continue;
            marks->dead.set(r);
            ++marks->dead_count;
        }
        const auto at = next->pieces.begin() + static_cast<std::ptrdiff_t>(begin);
        next->pieces.erase(at, at + static_cast<std::ptrdiff_t>(end - begin));
        next->pieces.insert(next->pieces.begin() + static_cast<std::ptrdiff_t>(begin), {joined, std::move(marks)});
        publish(std::move(next));
    }
}

void Index::set_pick(const Pick& pick) {
    const std::lock_guard lock(m_impl->edit_lock);
    auto next = std::make_shared<State>(*m_impl->now());
    auto picks = std::make_shared<Picks>(*next->picks);
    if (pick.weight > 0)
        (*picks)[pick.id] = pick;
    else
        picks->erase(pick.id);
    next->picks = std::move(picks);
    for (std::size_t p = next->pieces.size(); p-- > 0;) {
        Piece& piece = next->pieces[p];
        const auto r = piece.segment->row_of(pick.id);
        if (!r || piece.marks->dead.test(*r)) continue;
        if (piece.marks->picked.test(*r) != (pick.weight > 0)) {
            auto marks = std::make_shared<Marks>(*piece.marks);
            pick.weight > 0 ? marks->picked.set(*r) : marks->picked.clear(*r);
            piece.marks = std::move(marks);
        }
        break;
    }
    m_impl->publish(std::move(next));
}

void Index::set_picks(const std::vector<Pick>& picks) {
    const std::lock_guard lock(m_impl->edit_lock);
    auto next = std::make_shared<State>(*m_impl->now());
    auto all = std::make_shared<Picks>();
    for (const Pick& p : picks)
        if (p.weight > 0) (*all)[p.id] = p;
    next->picks = all;
    for (Piece& piece : next->pieces) {
        Bits picked = std::move(Impl::fresh_marks(*piece.segment, *all)->picked);
        if (picked.words() == piece.marks->picked.words()) continue; // what is ready stays so
        auto marks = std::make_shared<Marks>(*piece.marks);
        marks->picked = std::move(picked);
        piece.marks = std::move(marks);
    }
    m_impl->publish(std::move(next));
}

std::size_t Index::size() const {
    const std::size_t growing = m_impl->growing ? m_impl->growing->rows() : 0;
    return m_impl->now()->live + growing;
}

std::size_t Index::count(model::Status status) const {
    const auto state = m_impl->now();
    std::size_t inactive = 0, drafts = 0;
    const auto live = [](const Bits& rows, const Bits& dead) {
        std::size_t n = 0;
        for (std::size_t i = 0; i < rows.words().size(); ++i)
            n += static_cast<std::size_t>(std::popcount(rows.words()[i] & ~dead.words()[i]));
        return n;
    };
    for (const Piece& piece : state->pieces) {
        inactive += live(piece.segment->inactive(), piece.marks->dead);
        drafts += live(piece.segment->drafts(), piece.marks->dead);
    }
    switch (status) {
    case model::Status::inactive:
        return inactive;
    case model::Status::draft:
        return drafts;
    case model::Status::active:
        break;
    }
    return state->live - inactive - drafts;
}

std::size_t Index::memory_bytes() const {
    const auto state = m_impl->now();
    std::size_t n = 0;
    for (const Piece& p : state->pieces)
        n += p.segment->memory_bytes() + p.marks->dead.memory_bytes() + p.marks->picked.memory_bytes() +
             p.marks->ready.memory_bytes();
    return n + state->picks->size() * 64;
}

Answer Index::search(const Request& request) const { return answer(*m_impl->now(), request); }

} // namespace goufang::find

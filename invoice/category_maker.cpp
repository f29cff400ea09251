#include "invoice/category_maker.h"

namespace goufang::invoice {

using model::CategoryId;

void CategoryMaker::take(std::vector<CategoryOp>& ops) {
    for (CategoryOp& op : ops) {
        const auto i = static_cast<std::size_t>(-op.id) - 1;
        if (!op.recode) {
            if (m_planned.size() <= i) m_planned.resize(i + 1);
            m_planned[i].op = std::move(op);
        } else if (m_planned[i].op.code != op.code) {
            m_planned[i].op.code = op.code;
            m_planned[i].moved = true;
        }
        if (op.wanted) m_planned[i].op.wanted = true;
        m_touched.push_back(i);
    }
}

void CategoryMaker::settle(const Tx& tx) {
    std::vector<std::size_t> moved;
    for (const std::size_t i : m_touched) {
        Planned& p = m_planned[i];
        if (p.made && p.moved && p.stored.id != 0 && p.stored.code != p.op.code) moved.push_back(i);
        p.moved = false;
    }
    for (const std::size_t i : moved) {
        model::Category& c = m_planned[i].stored;
        c.code = "+" + std::to_string(i); // no code of a client: cannot be in use
        tx()->update(c);
    }
    for (const std::size_t i : moved) {
        model::Category& c = m_planned[i].stored;
        c.code = m_planned[i].op.code;
        tx()->update(c);
    }
    for (const std::size_t i : m_touched)
        if (m_planned[i].op.wanted && !m_planned[i].made) real(-static_cast<CategoryId>(i) - 1, tx);
    m_touched.clear();
}

CategoryId CategoryMaker::real(CategoryId id, const Tx& tx) {
    if (id >= 0) return id;
    std::vector<CategoryId> chain; // up to the first one that exists; parents are made before their children
    for (CategoryId at = id; at < 0 && !planned(at).made; at = planned(at).op.parent) chain.push_back(at);
    for (; !chain.empty(); chain.pop_back()) {
        Planned& p = planned(chain.back());
        if (store::Transaction* t = tx()) {
            p.stored.parent = p.op.parent < 0 ? planned(p.op.parent).stored.id : p.op.parent;
            p.stored.code = p.op.code;
            p.stored.name = p.op.name;
            p.stored.order = p.op.order;
            t->insert(p.stored);
        }
        p.made = true;
        ++m_made;
    }
    const CategoryId stored = planned(id).stored.id;
    return stored == 0 ? id : stored;
}

} // namespace goufang::invoice

#include "core/store/registry.h"
#include "core/store/undo_older.h"
#include "core/store/writer.h"
#include "core/text/errors.h"

namespace goufang::store {

Transaction::Transaction(std::unique_ptr<Writer> writer) : m_writer(std::move(writer)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

BuyerId Transaction::insert(Buyer& b) { return m_writer->insert(b); }
void Transaction::update(Buyer& b) { m_writer->update(b); }
void Transaction::recycle(BuyerId id) { m_writer->recycle(id); }
void Transaction::restore(BuyerId id) { m_writer->restore(id); }
CategoryId Transaction::insert(Category& c) { return m_writer->insert(c); }
void Transaction::update(Category& c) { m_writer->update(c); }
void Transaction::erase_category(CategoryId id) { m_writer->erase_category(id); }
const model::CategoryTree& Transaction::tree() const { return m_writer->engine().tree(); }
BuyerId Transaction::bulk_insert(const Buyer& b) { return m_writer->bulk_insert(b, match_keys(b)); }
BuyerId Transaction::bulk_insert(const Buyer& b, const MatchKeys& keys) { return m_writer->bulk_insert(b, keys); }
void Transaction::recode(std::span<const std::pair<BuyerId, std::string>> codes) { m_writer->recode(codes); }
bool Transaction::add_invoice(const Invoice& invoice) { return m_writer->add_invoice(invoice); }
void Transaction::set_args(std::vector<std::string> args) { m_writer->set_args(std::move(args)); }
StepId Transaction::step() const { return m_writer->step(); }

StepId Transaction::commit() {
    const StepId step = m_writer->commit();
    m_writer.reset(); // a transaction without changes is rolled back here
    return step;
}

Transaction Registry::begin(StepKind kind, std::vector<std::string> args) {
    return Transaction(std::make_unique<Writer>(engine(), kind, std::move(args), 0));
}

Transaction Registry::begin_bulk(StepKind kind, std::vector<std::string> args, std::int64_t expected_rows) {
    return Transaction(std::make_unique<Writer>(engine(), kind, std::move(args), expected_rows));
}

void Registry::remember_import(Transaction& tx, std::string_view sha256) { tx.m_writer->remember_import(sha256); }

void Registry::set_setting(std::string_view key, std::string_view value) {
    Engine& e = engine();
    if (key == "company" || key == "code_rule") {
        const std::string before = e.setting(key);
        Writer w(e, StepKind::settings, {std::string(key), before, std::string(value)}, 0);
        w.set_setting(key, value);
        w.commit();
        return;
    }
    if (e.options.read_only) throw Error(Code::registry_write, {e.path, "read-only"});
    put_setting(e.db, key, value);
}

} // namespace goufang::store

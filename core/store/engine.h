#pragma once
// What Registry, Transaction, undo and backup share: the connection, the cached tree and the write scope.

#include "core/store/db.h"
#include "core/store/registry.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace goufang::store {

class FreshBuyers;

struct Engine {
    Engine();
    ~Engine();

    std::string path;
    Options options;
    Db db;
    std::vector<std::function<void(const Notice&)>> listeners;
    bool writing = false;               ///< a WriteScope is open
    bool indices_dropped = false;       ///< inside a bulk transaction
    std::unique_ptr<FreshBuyers> fresh; ///< inside the first bulk transaction of a registry
    std::int64_t seen_version = 0;

    std::string now() const;
    std::string who() const;
    std::int64_t data_version();
    /// The cached tree; read again when another connection committed.
    const model::CategoryTree& tree();
    model::CategoryTree& tree_for_change() { return m_tree; } ///< only after tree(), inside a WriteScope
    void forget_tree() { m_tree_valid = false; }
    void settle();       ///< `db` has all rows from then on: asked for by whatever looks at buyers. Throws code_taken
    void need_indices(); ///< rebuilds the indices of a bulk transaction early; throws Error code_taken
    std::string setting(std::string_view key);
    std::string meta(std::string_view key);
    void set_meta(std::string_view key, std::string_view value);
    model::CodeRule code_rule();
    /// Below the category's code; where that leaves no room in 16 characters, and for category 0, from a series of its
    /// own: 000001 ... Not one that starts with a deeper category's code, which clients would take for the parent, as
    /// long as there are others of that width. Throws Error code_full, not_found.
    std::string next_buyer_code(CategoryId category);
    /// The next code of a category below `parent`; empty where codes have used up the 16 characters. Not one that a
    /// buyer's starts with, as long as there are others of that width.
    std::string next_category_code(CategoryId parent);
    void notify(const Notice& n);
    /// Before the first change of this run: the automatic backup, when it is due.
    void before_change();
    /// Inside the first committing transaction of this run: counts it.
    void count_run();

  private:
    std::size_t category_inside(const std::string& prefix, const std::string& code);
    std::string next_code_below(const std::string& prefix, std::size_t width, bool letters, CategoryId category);
    model::CategoryTree m_tree;
    bool m_tree_valid = false;
    std::int64_t m_tree_version = 0;
    bool m_checked_backup = false, m_counted = false, m_made_backup = false;
};

/// BEGIN IMMEDIATE ... COMMIT. Destroyed without commit(): rolled back. With many `expected_rows` the rollback journal
/// is used in place of the WAL when this connection is the only one (the file is then written once), other processes
/// are kept out for the time, and the indices of buyer are dropped and rebuilt at commit when that is cheaper, or the
/// rows written as pages (fresh_buyers.h).
/// A process killed at any moment leaves a hot journal or a WAL without a commit: the next opening is before or after.
class WriteScope {
  public:
    explicit WriteScope(Engine& e, std::int64_t expected_rows = 0);
    ~WriteScope();
    WriteScope(const WriteScope&) = delete;
    void commit();

  private:
    void leave() noexcept;
    Engine& m_engine;
    bool m_bulk = false; // large: own cache sizes, perhaps without indices
    bool m_exclusive = false, m_done = false;
    bool m_all_seen = false; // large: nothing of other processes is waiting for changed_elsewhere()
};

const std::string& default_user(); ///< name of the system's user, UTF-8; os_user.cpp

} // namespace goufang::store

#pragma once
// A bulk transaction's rows for a registry that has no buyers yet: table and indices are not made by SQLite row by row
// but written as the pages it would have made, into a file beside the registry (NAME.filling), and the registry becomes
// a copy of that file by SQLite's backup, in one transaction with its rollback journal.
//
//   begin     the registry's pages, kept in memory, are the beginning of the file
//   add       appends to the table; the keys of the indices are kept: 32 bytes a row and its code
//   land      the indices are written and the file is a database; the other tables are taken over as the transaction
//             has left them; from then on the transaction goes on there. Asked for by whatever needs to see the rows
//             (Engine::settle), at the latest by the commit.
//   commit    the registry's own transaction is rolled back with the lock kept, and the file copied over it
//
// Until commit the registry's file is as it was. A process that is killed leaves NAME.filling behind: it is removed by
// the next opening.

#include "core/store/db.h"
#include "core/store/rows.h"
#include "core/store/tree_pages.h"

#include <memory>
#include <string>
#include <vector>

namespace goufang::store {

struct Engine;

class FreshBuyers {
  public:
    /// Inside an exclusive transaction of `e` that has changed nothing. Null when there are buyers, gone ones included,
    /// or the file is not laid out as expected.
    static std::unique_ptr<FreshBuyers> begin(Engine& e);
    ~FreshBuyers(); ///< the engine is on the registry again; the file is gone
    FreshBuyers(const FreshBuyers&) = delete;

    bool landed() const { return m_landed; }
    bool empty() const { return m_keys.empty(); } ///< nothing was added
    /// Ids rise by one from call to call. Only before landing.
    void add(const Buyer& b, const MatchKeys& keys, BuyerId id, StepId revision);
    /// Throws Error code_taken.
    void land();
    void commit();

    static std::string path_beside(const std::string& registry);
    /// What a killed process has left. `db` is the registry's, in no transaction.
    static void remove_left_over(Db& db);

  private:
    struct Keys {
        CategoryId category;
        std::uint64_t name, tax_id;
        std::size_t code_end;
    };
    FreshBuyers(Engine& e, std::string image);
    std::string_view code(std::size_t row) const;
    void make_indices();
    std::vector<std::uint32_t> by_code() const;
    std::vector<std::uint32_t> by_category(const std::vector<std::uint32_t>& order) const;
    void write_hashes(const std::vector<std::pair<std::int64_t, std::uint32_t>>& hashes, const char* index);
    std::uint32_t root_of(const char* name);
    void check_codes(const std::vector<std::uint32_t>& order) const;

    Engine& m_engine;
    std::string m_path;
    PageFile m_file;
    Tree m_table;
    Record m_record;
    BuyerValues m_values;
    BuyerId m_first = 0;
    std::vector<Keys> m_keys;
    std::string m_codes;
    std::size_t m_longest_code = 0;
    Db m_other; ///< the one of registry and file that the engine is not on
    bool m_landed = false;
};

} // namespace goufang::store

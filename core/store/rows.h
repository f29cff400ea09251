#pragma once
// Between rows of the file and values: reading, binding, and field differences as the journal keeps them.

#include "core/model/buyer.h"
#include "core/model/category.h"
#include "core/store/db.h"
#include "core/store/record.h"
#include "core/store/registry.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace goufang::store {

/// "id,category,revision,place,<fields>"; what read_buyer() expects from column 0.
const std::string& buyer_columns();

struct BuyerRow {
    Buyer buyer;
    int place = 0;
};
/// Returns `place`.
int read_buyer(const Stmt& s, Buyer& buyer);
/// Any place but gone.
std::optional<BuyerRow> load_buyer(Db& db, BuyerId id);

/// A whole live buyer as the values of table buyer's columns, in the table's order (stored_columns).
class BuyerValues {
  public:
    /// `row` is bound to the values, some of which are kept here until the next call.
    void bind_to(Stmt& row, const Buyer& b, const MatchKeys& keys, BuyerId id, StepId revision);
    /// The id is NULL there: it is the key of the row.
    void bind_to(Record& row, const Buyer& b, const MatchKeys& keys, StepId revision);

  private:
    template <class Row> void bind_rest(Row& row, const Buyer& b, const MatchKeys& keys, StepId revision);
    std::vector<std::string> m_lists = std::vector<std::string>(model::k_field_count);
};
const std::string& stored_columns(); ///< "id,category,revision,place,name_hash,tax_hash,<fields>"

/// INSERT of a whole buyer, kept prepared for many rows. Throws UniqueConflict for a live code.
class BuyerInsert {
  public:
    explicit BuyerInsert(Db& db);
    void run(const Buyer& b, const MatchKeys& keys, BuyerId id, StepId revision);

  private:
    Stmt m_stmt;
    BuyerValues m_values;
};

/// Before and after as text: model::to_text of fields; decimal ids for "category", "parent", "order", "place".
using Diff = std::vector<FieldChange>;
std::string diff_to_json(const Diff& diff);
Diff diff_from_json(std::string_view json); ///< throws Error internal
Diff buyer_diff(const BuyerRow& before, const BuyerRow& after);
Diff category_diff(const Category& before, const Category& after);
int diff_op(const Diff& diff); ///< k_op_* bits
/// Joins two differences of one row that follow each other.
Diff joined(Diff first, const Diff& then);

/// Writes one side of a difference into a row, with its revision. Throws UniqueConflict.
void put_buyer(Db& db, BuyerId id, const Diff& diff, bool after, StepId revision);
void put_category(Db& db, CategoryId id, const Diff& diff, bool after, StepId revision);

std::string strings_to_json(const std::vector<std::string>& strings);
std::vector<std::string> strings_from_json(std::string_view json); ///< anything else gives an empty list
std::int64_t to_integer(std::string_view text);                    ///< 0 when it is no number

} // namespace goufang::store

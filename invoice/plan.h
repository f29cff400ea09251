#pragma once
// The import plan: what would become of each row of a file, as a pure function of the registry's match keys, the rows
// before it and the options. No registry, no file: import.cpp asks row by row and carries out what is decided here.
//
// Which buyer of the registry a row is (default keys: tax id, code, name, in this order)
//   Keys are compared folded: tax id by text::tax_id_key, name by text::name_key, code as it stands. Blank = no key.
//   1. The buyer with the row's code is the one when its tax id or its name agrees too. Otherwise the code alone
//      decides only when it is the first key, or the only one, or names are to be overwritten; with any other policy
//      the row is a conflict (import.code_taken, client: 编码重复), because filling blanks would mix two companies.
//   2. Else the first key that finds somebody: one buyer is the one, unless a later key finds others
//      (import.keys_disagree). Several buyers: the one that a later key names too. Still several: the one that holds
//      exactly the row's values and was not taken by an earlier row; none such = conflict (import.ambiguous).
//   3. A name alone does not find a buyer whose tax id is another: that is a different company of the same name.
//   4. Nobody: the row is a new buyer; if its code is in use, a conflict (import.code_taken).
//   So a head office and its branch that share a tax id are told apart by code or name once both are stored; while
//   only one is, the other is taken for it (import.name_differs says so) unless an earlier row of the file is that one.
// Rows of one file never match each other, except that a code may come only once (import.code_twice, first row wins);
//   the same tax id twice is allowed and noted (import.same_tax_id), the same name under the same category is stored
//   as a draft (import.same_name), as in the clients' own libraries (formats-desktop 7).
// A format with client codes (check profile with lower_code): capitals are lowered (import.code_case), other codes
//   than 1-16 of 0-9a-z are refused (import.code_form, client: 无效). Other formats keep the code as it stands.
// A code that an earlier row or another company has (import.code_twice, import.code_taken): by ImportOptions::on_double
//   the row is refused, gets the next free code (import.code_replaced) or is written over that row or buyer, whatever
//   the policy for values is (import.code_overwrites).
// A new buyer with findings that makes_draft() names becomes a draft (待核), unless the file tells the status.

#include "invoice/category_plan.h"
#include "invoice/key_index.h"
#include "invoice/transfer.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace goufang::invoice {

enum class Verdict : std::uint8_t {
    category,  ///< a category row
    add,       ///< a new buyer
    match,     ///< candidates[0] is the one
    ambiguous, ///< one of candidates, if one of them holds the row's values
    again,     ///< written over what the row of the line `first_line` became
    conflict,
    reject
};

/// More buyers than this with one key are not looked through.
inline constexpr std::size_t k_candidates = 64;

struct Decision {
    Verdict verdict{};
    AisinoResult result{};
    model::Field key{};                     ///< match, ambiguous: the field that found it
    model::Field other_key{};               ///< conflict by import.keys_disagree: the field that found candidates[1]
    std::vector<model::BuyerId> candidates; ///< at most k_candidates; conflict: whose code or key it is

    model::CategoryId category = 0; ///< of the row; < 0 = provisional id of CategoryPlan
    store::MatchKeys keys;          ///< of the row
    bool category_told = false;     ///< the file names a category that exists or is planned
    bool draft = false;             ///< has findings that make a draft; counted as with_findings when stored
    bool doubt = false;             ///< the file, not a single value alone, is in doubt: belongs in the report
    bool code_taken = false;        ///< match only: the row's code belongs to another buyer and is left out
    bool code_double = false;       ///< ImportOptions::on_double decided about it
    std::int64_t first_line = 0;    ///< again: of the earlier row with the same code
};

class Planner {
  public:
    struct Setup {
        std::vector<model::Field> match{model::Field::tax_id, model::Field::code, model::Field::name};
        bool overwrites_names = false; ///< effective policy of the name
        bool client_codes = false;     ///< the file follows the clients' code rules
        std::string into;
        OnDouble on_double = OnDouble::skip;
        std::map<std::int64_t, OnDouble> doubles;                   ///< exceptions, by line
        const check::Profile* profile = &check::registry_profile(); ///< whose findings a row gets; nullptr = none
        bool errors_only = false; ///< a new buyer may lack the findings of the registry's profile that are no errors
        /// Next buyer code by category, where known; a buyer without a code gets it (and the ones after it).
        std::unordered_map<model::CategoryId, std::string> next_code;
        /// Whether the code of a buyer of the registry begins so; empty = of none.
        std::function<bool(std::string_view)> begins_code;
    };
    /// `keys` must outlive the planner. Throws Error bad_argument for a match field that is not one of the three.
    Planner(const KeyIndex& keys, const model::CategoryTree& tree, const model::CodeRule& rule, Setup setup);

    /// Decides about the next row of the file; adds findings to row.findings (the cause of a refusal or conflict comes
    /// first), lowers the code, sets a missing code and the draft status of a new buyer.
    void judge(Row& row, Decision& out) { judge(row, look_up(row), out); }
    /// The keys by which judge() will look for the row. Asked for some rows ahead, the memory is there in time.
    store::MatchKeys look_up(const Row& row) const;
    void judge(Row& row, const store::MatchKeys& match, Decision& out);
    void expect(std::size_t rows); ///< about so many will come; for speed alone

    CategoryPlan& categories() { return m_categories; }

  private:
    struct Keys {
        std::uint64_t tax_id = 0, code = 0, name = 0;
        std::uint64_t operator[](Key k) const { return k == Key::code ? code : k == Key::name ? name : tax_id; }
    };
    bool by_code(const Keys& keys, Decision& out) const;
    bool by_others(const Keys& keys, Decision& out) const;
    bool claimed_weakly(const Keys& keys, const Decision& out) const;
    bool take_code(Row& row, Keys& keys, std::string& replaced, Decision& out);
    /// What is to become of a row whose code another row or company has.
    OnDouble on_double(const Row& row) const;
    void settle_taken(Row& row, Keys& keys, std::string& replaced, Decision& out) const;
    bool fold_code(Row& row);
    std::string mint_code(model::CategoryId category);
    void note_doubles(Row& row, const Keys& keys, const Decision& out);
    bool has_code(std::uint64_t code) const { ///< a buyer of the registry or an earlier row of the file
        return m_keys.first(Key::code, code) != nullptr || m_codes.find(code) != 0;
    }
    bool uses(Key k) const { return std::find(m_order.begin(), m_order.end(), k) != m_order.end(); }

    const KeyIndex& m_keys;
    Setup m_setup;
    model::CodeRule m_rule;
    SeenKeys m_codes, m_tax_ids, m_names; ///< of the file; m_names by (name, category)
    CategoryPlan m_categories;            ///< asks for m_codes
    std::vector<Key> m_order;
    SeenKeys m_claimed; ///< buyers of the registry that an earlier row is, by id
    std::unordered_set<std::uint64_t> m_minted;
    std::unordered_map<model::CategoryId, std::string> m_last_minted;
    std::unordered_set<model::CategoryId> m_nested; ///< all codes of the width lie below deeper categories
};

/// How values come together when a row is a buyer that the registry has.
struct MergeRules {
    Policy policy = Policy::fill;
    std::vector<std::pair<model::Field, Policy>> fields; ///< exceptions
    std::string today;                                   ///< YYYY-MM-DD for former names
    Policy of(model::Field f) const;
};
std::string utc_today(); ///< YYYY-MM-DD by the system's clock
/// Puts the row's values into `buyer` (the stored one) by the rules; false when nothing changes.
///   - Only fields that the row holds (Row::present) and that are not blank there; a file cannot empty a field.
///   - fill: blank fields only. A phone or an account is filled in only beside the same address or bank.
///   - overwrite: the file's value. The old name becomes a former name when the tax id was the match. The code is the
///     buyer's identity here: it changes only by a policy for the field `code` itself.
///   - add: like fill; address and account sets, tags, former names and custom fields that are new are added.
///   - `source` tells where a buyer came from first: only overwrite touches it.
/// `category`: where the file puts it (told); fill and add take it when the buyer has none, overwrite always.
bool merge(model::Buyer& buyer, const Row& row, const MergeRules& rules, bool by_tax_id, model::CategoryId category,
           bool category_told);
/// True when every value that the row holds stands in the buyer.
bool holds(const model::Buyer& buyer, const Row& row);

} // namespace goufang::invoice

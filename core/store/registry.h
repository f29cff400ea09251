#pragma once
// The registry: one SQLite file with the buyers and the category tree, and the facade through which everything
// reads and writes. Every change is part of one named journal step that can be undone and redone, also in a later
// session (N01, N17). There is no second way to write.
//
// Threads: one Registry belongs to one thread at a time. Processes: any number may open the file; a second writer
// waits busy_ms and then gets Error registry_busy.

#include "core/model/buyer.h"
#include "core/model/category.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace goufang::store {

using model::Buyer;
using model::BuyerId;
using model::Category;
using model::CategoryId;
using model::StepId;

inline constexpr int k_schema_version = 4;                   ///< user_version of the file
inline constexpr std::int32_t k_application_id = 0x474F5546; ///< "GOUF"

/// What a step did; the sentence is made by app/words from kind and args.
enum class StepKind : std::uint8_t {
    add_buyer,
    edit_buyer,
    edit_buyers,
    move_buyers,
    remove_buyers,
    restore_buyers,
    add_category,
    rename_category,
    move_category,
    remove_category,
    merge_categories,
    recode_category,
    import_file,
    apply_fixes,
    undo_step,
    settings,
    merge_buyers,
};
std::string_view step_kind_key(StepKind k);

struct Step {
    StepId id = 0;
    StepKind kind{};
    std::vector<std::string> args; ///< e.g. file name and counts; documented at the operation that writes it
    std::string at;                ///< UTC, YYYY-MM-DDTHH:MM:SSZ
    std::string who;               ///< user name of the OS session
    bool undone = false;
    std::int64_t buyers = 0, categories = 0; ///< how many it touched
};

struct Info {
    std::string path, company;
    int schema_version = 0;
    std::int64_t categories = 0, buyers = 0, recycled = 0, steps = 0, size_bytes = 0;
    std::string last_change; ///< UTC; empty when nothing was ever changed
    std::string last_backup; ///< UTC, of the newest automatic backup; empty when there is none
};

/// Where a row stands.
enum class Place : std::uint8_t { live, recycled };

enum class SortKey : std::uint8_t { id, code, name, tax_id, category };

struct Query {
    std::optional<CategoryId> category; ///< with everything below unless `exact`
    bool exact = false;
    std::optional<model::Status> status;
    Place place = Place::live;
    SortKey sort = SortKey::code;
    bool descending = false;
    std::optional<StepId> changed_since; ///< only rows whose revision is greater
    std::int64_t limit = -1;
};

/// One field of one row, before and after; what history shows.
struct FieldChange {
    std::string field; ///< key of the field; "category", "code", "name", "parent", "order", "place" too
    std::string before, after;
};
struct RowChange {
    Step step;
    BuyerId buyer = 0;       ///< or
    CategoryId category = 0; ///< one of the two
    bool inserted = false;
    std::vector<FieldChange> fields;
};

/// Outcome of undoing a step that is not the newest (F57, N01).
struct UndoReport {
    StepId step = 0;     ///< the undone step
    StepId new_step = 0; ///< the step that records the undo when it was an older one; 0 when the newest was undone
    struct Item {
        BuyerId buyer = 0;
        CategoryId category = 0;
        std::string code, name; ///< of the row
        std::string reason;     ///< sentence id for kept/failed
    };
    std::int64_t reversed_count = 0;
    std::vector<Item> reversed; ///< first 10,000; the count is exact
    std::vector<Item> kept;     ///< changed by a later step
    std::vector<Item> failed;   ///< cannot be put back, e.g. code or name taken since
};

struct Options {
    bool read_only = false;
    int busy_ms = 3000;
    std::string who;                    ///< empty = the OS user
    std::function<std::string()> clock; ///< UTC text as in Step::at; empty = system clock
    /// Every reported commit survives a power loss (one flush to disk each). Without it the last commits may be lost
    /// then, but the file stays sound.
    bool full_sync = true;
    bool automatic_backup = true; ///< before a migration always; on opening when due, 10 deep
};

/// What buyers are compared by: text::key_hash of text::name_key and text::tax_id_key; 0 = blank.
struct MatchKeys {
    std::uint64_t name = 0, tax_id = 0;
};
MatchKeys match_keys(const Buyer& b);

/// An issued invoice in the history of its buyer.
struct Invoice {
    BuyerId buyer = 0;
    std::string number;                ///< 数电 number, or code and number of a paper invoice in one; never empty
    std::string day;                   ///< YYYY-MM-DD; empty when not known
    std::optional<std::int64_t> cents; ///< with tax; none when not known
    std::string source;                ///< id of the format it came from
};

class Registry;
struct Engine;
class Writer;

/// One journal step being made. Destroyed without commit(): nothing happened. All row functions throw Error stale when
/// the row's revision is not the one given, code_taken, category_*; the transaction then must be dropped.
class Transaction {
  public:
    ~Transaction();
    Transaction(Transaction&&) noexcept;

    /// Inserts; an empty code gets the next code of its category. Returns the id; `b.code`, `b.id`, `b.revision` set.
    BuyerId insert(Buyer& b);
    /// `b.revision` must be the stored one (lost updates are impossible); set to the new one.
    void update(Buyer& b);
    void recycle(BuyerId id);
    void restore(BuyerId id); ///< from the recycle bin; a code taken meanwhile is replaced by the next free one
    /// An empty code gets the next one, or stays empty below a level whose codes have used up the 16 characters.
    CategoryId insert(Category& c);
    void update(Category& c);
    void erase_category(CategoryId id);      ///< no children, no live buyers
    const model::CategoryTree& tree() const; ///< as it stands inside the transaction

    /// For many rows at once: fastest way into the file. Rows arrive with a code; call for rows known not to clash.
    /// The journal holds ranges, not copies of the rows, so a million rows cost it nothing.
    BuyerId bulk_insert(const Buyer& b);
    BuyerId bulk_insert(const Buyer& b, const MatchKeys& keys); ///< where the caller has match_keys(b) already

    /// Gives many buyers new codes at once; they may swap codes among themselves. Throws code_taken, not_found.
    void recode(std::span<const std::pair<BuyerId, std::string>> codes);

    /// Puts an invoice into its buyer's history: part of the step like everything else, and taken away by its undo.
    /// False when the registry has an invoice of that number already.
    bool add_invoice(const Invoice& invoice);

    void set_args(std::vector<std::string> args);
    StepId step() const; ///< the id that commit() will give
    /// Writes the step. Returns its id; 0 and no step when nothing was changed.
    StepId commit();

  private:
    friend class Registry;
    explicit Transaction(std::unique_ptr<Writer> writer);
    std::unique_ptr<Writer> m_writer;
};

/// What changed, told to listeners after each commit, undo and redo (the search index follows it).
struct Notice {
    StepId step = 0;
    bool everything = false;     ///< too much to list: read again
    std::vector<BuyerId> buyers; ///< inserted, changed or gone; look each up
    bool categories = false;
};

class Registry {
  public:
    /// Makes a new file; throws file_exists.
    static Registry create(std::string_view path, std::string_view company, Options options = {});
    /// Throws registry_missing, registry_unreadable, registry_foreign, registry_newer, registry_damaged, registry_busy.
    static Registry open(std::string_view path, Options options = {});
    ~Registry();
    Registry(Registry&&) noexcept;
    Registry& operator=(Registry&&) noexcept;

    Info info() const;
    const std::string& path() const;
    std::string setting(std::string_view key) const;                ///< empty when not set
    void set_setting(std::string_view key, std::string_view value); ///< a step of its own for "company", "code_rule"
    model::CodeRule code_rule() const;

    model::CategoryTree tree() const;                            ///< cheap when unchanged since the last call
    std::optional<Buyer> buyer(BuyerId id) const;                ///< live or recycled
    std::optional<Buyer> by_code(std::string_view code) const;   ///< live
    std::vector<Buyer> by_tax_id(std::string_view tax_id) const; ///< folded compare, live
    std::vector<Buyer> by_name(std::string_view name) const;     ///< key A compare, live
    /// Streams rows in one snapshot; stop by returning false. The Buyer is reused between calls.
    void each(const Query& q, const std::function<bool(const Buyer&)>& fn) const;
    /// The same rows into buyers that the caller keeps: `place` is asked for each row; nullptr stops.
    void each_into(const Query& q, const std::function<Buyer*()>& place) const;
    /// Category and code of the same rows, in no order: where an index has them the rows are not read.
    void each_code(const Query& q, const std::function<void(CategoryId, std::string_view code)>& fn) const;
    /// The same rows in the same order, ids alone: what a list of a million rows needs to know of them.
    void each_id(const Query& q, const std::function<bool(BuyerId)>& fn) const;
    std::int64_t count(const Query& q) const;
    std::unordered_map<CategoryId, std::int64_t> counts_by_category() const; ///< live buyers, own only; key 0 too
    /// 001001 below category 001; 000001 for no category and where 16 characters are not enough. Throws code_full.
    std::string next_buyer_code(CategoryId category) const;

    /// What a new category below `parent` would get; empty below a level whose codes have used up the 16 characters.
    /// Throws code_full.
    std::string next_category_code(CategoryId parent) const;

    /// Match keys of all live buyers, for import planning and duplicate checks. Hashes by text::key_hash of the
    /// folded tax id, the code and key A of the name; 0 when blank.
    struct Keys {
        BuyerId id;
        std::uint64_t code, tax_id, name;
        CategoryId category;
        std::string_view code_text; ///< valid until fn returns
    };
    void each_key(const std::function<void(const Keys&)>& fn) const;

    /// Gives back the pages of the file kept in memory: after all rows were read, which fills that cache with pages
    /// that nobody asks for again.
    void release_memory() const;

    Transaction begin(StepKind kind, std::vector<std::string> args = {});
    /// A transaction for `expected_rows` new rows: indices are dropped and rebuilt when that is cheaper, the file is
    /// written once and not through the WAL when no other process has it open.
    Transaction begin_bulk(StepKind kind, std::vector<std::string> args, std::int64_t expected_rows);

    std::vector<Step> history(std::int64_t limit, std::int64_t before = 0) const; ///< newest first
    std::vector<RowChange> history_of(BuyerId id) const;                          ///< newest first
    /// Names the present state of the live buyers, for changed_since().
    std::string mark() const;
    /// Buyers that may differ from what they were when mark() said so, recycled ones too: each is to be looked up.
    /// Nothing when that cannot be told any more (the state was undone, the file is another) or there are more than
    /// `limit`.
    std::optional<std::vector<BuyerId>> changed_since(std::string_view mark, std::size_t limit) const;
    std::optional<Step> undoable() const; ///< what undo() would undo
    std::optional<Step> redoable() const;
    UndoReport undo();            ///< the newest step; throws nothing_to_undo
    UndoReport undo(StepId step); ///< any step: reverses what was not changed since
    Step redo();                  ///< throws nothing_to_redo

    /// Remembers that a file with this digest was imported by `step`; find answers the step and when.
    std::optional<Step> import_of(std::string_view sha256) const;
    void remember_import(Transaction& tx, std::string_view sha256);

    std::vector<Invoice> invoices_of(BuyerId id) const; ///< by number, each once; none of steps that were undone
    bool has_invoice(std::string_view number) const;    ///< whosever it is

    /// One more pick of a buyer (F40). Not a journal step: weight = old weight halved every 30 days, plus 1.
    void record_pick(BuyerId id, std::int64_t day); ///< day: days since 1970-01-01
    /// Picks of live buyers: id, weight as of `day`, day.
    void each_pick(const std::function<void(BuyerId id, double weight, std::int64_t day)>& fn) const;

    void backup(std::string_view target_path) const; ///< SQLite online backup, atomic; throws file_exists
    /// Replaces this registry's content by a backup's, after keeping a backup of the present state beside it.
    /// Static, because the file may be damaged. Returns the path of the kept copy.
    static std::string restore(std::string_view path, std::string_view backup_path, Options options = {});
    std::string integrity() const; ///< "ok" or what SQLite found

    void listen(std::function<void(const Notice&)> fn);
    /// True when another process has changed the file since the last call (data_version).
    bool changed_elsewhere();

  private:
    explicit Registry(std::unique_ptr<Engine> engine);
    Engine& engine() const; ///< with all rows where queries look for them
    std::unique_ptr<Engine> m_engine;
};

} // namespace goufang::store

#include "core/store/registry.h"

#include "core/file/file.h"
#include "core/store/backup.h"
#include "core/store/engine.h"
#include "core/store/fresh_buyers.h"
#include "core/store/rows.h"
#include "core/store/schema.h"
#include "core/text/errors.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace goufang::store {

namespace {

constexpr std::array<std::string_view, 17> k_kind_keys{
    "add_buyer",    "edit_buyer",      "edit_buyers",   "move_buyers",     "remove_buyers",    "restore_buyers",
    "add_category", "rename_category", "move_category", "remove_category", "merge_categories", "recode_category",
    "import_file",  "apply_fixes",     "undo_step",     "settings",        "merge_buyers"};
static_assert(k_kind_keys.size() == static_cast<std::size_t>(StepKind::merge_buyers) + 1);

constexpr double k_pick_half_life = 30;  // days
constexpr int k_checkpoint_pages = 3000; // 12 MB: a save writes three pages, so these are SQLite's usual 1,000 commits

std::unique_ptr<Engine> connect(std::string_view path, Options options, Db::Mode mode) {
    auto e = std::make_unique<Engine>();
    e->path = path;
    e->options = std::move(options);
    e->db = Db(e->path, mode, e->options.busy_ms);
    return e;
}

void use(Engine& e) {
    Db& db = e.db;
    db.run(e.options.full_sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    db.run("PRAGMA cache_size=-16384");
    db.run("PRAGMA wal_autocheckpoint=" + std::to_string(k_checkpoint_pages));
    // Refused while another process is inside a bulk transaction, or by a read-only file: the old mode serves as well.
    if (!e.options.read_only) db.try_run("PRAGMA journal_mode=WAL");
}

std::unique_ptr<Engine> open_as(const std::string& path, const Options& options, Db::Mode mode) {
    auto e = connect(path, options, mode);
    // Before the first statement that could write: what stands in a WAL counts too.
    const auto id = static_cast<std::int32_t>(e->db.integer("PRAGMA application_id"));
    if (id != k_application_id) throw Error(Code::registry_foreign, {path});
    const auto version = static_cast<int>(e->db.integer("PRAGMA user_version"));
    if (version > k_schema_version)
        throw Error(Code::registry_newer, {path, std::to_string(version), std::to_string(k_schema_version)});
    if (version < 1) throw Error(Code::registry_damaged, {path, "no schema version"});
    use(*e);
    if (version < k_schema_version && !e->options.read_only)
        migrate(e->db, version, k_schema_version,
                [](Db& db, int v) { write_backup(db, migration_backup_path(db.path(), v)); });
    for (const char* probe : {"SELECT max(id) FROM step", "SELECT max(id) FROM change", "SELECT max(id) FROM span",
                              "SELECT max(id) FROM buyer", "SELECT count(*) FROM setting", "SELECT 1 FROM meta",
                              "SELECT max(step) FROM import_digest"})
        e->db.integer(probe);
    e->tree();
    if (!e->options.read_only) FreshBuyers::remove_left_over(e->db);
    e->seen_version = e->data_version();
    return e;
}

bool has_wal(const std::string& path) {
    std::error_code none;
    return std::filesystem::file_size(file::to_path(path + "-wal"), none) != 0 && !none;
}

} // namespace

std::string_view step_kind_key(StepKind k) { return k_kind_keys.at(static_cast<std::size_t>(k)); }

Registry::Registry(std::unique_ptr<Engine> engine) : m_engine(std::move(engine)) {}
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

Registry Registry::create(std::string_view path, std::string_view company, Options options) {
    const std::filesystem::path p = file::to_path(path);
    std::error_code ignored;
    if (std::filesystem::exists(p, ignored)) throw Error(Code::file_exists, {std::string(path)});
    options.read_only = false;
    auto e = connect(path, std::move(options), Db::Mode::create);
    try {
        if (!e->options.full_sync) e->db.run("PRAGMA synchronous=OFF"); // nothing to lose yet
        // in rollback-journal mode, so that the identity stands in the file itself and not in a WAL
        migrate(e->db, 0, k_schema_version);
        Stmt s(e->db, "INSERT INTO setting VALUES('company',?1)");
        s.bind(1, company).run();
        use(*e);
        e->seen_version = e->data_version();
    } catch (...) {
        e->db.close();
        for (const char* tail : {"", "-journal", "-wal", "-shm"})
            std::filesystem::remove(file::to_path(std::string(path) + tail), ignored);
        throw;
    }
    return Registry(std::move(e));
}

Registry Registry::open(std::string_view path_view, Options options) {
    const std::string path(path_view);
    check_header(path);
    try {
        if (!options.read_only) return Registry(open_as(path, options, Db::Mode::write));
        try {
            return Registry(open_as(path, options, Db::Mode::read));
        } catch (const Error& e) {
            // A folder that cannot be written has no room for the WAL's index. Without a WAL the file is all there is.
            if (e.code() != Code::registry_write || has_wal(path)) throw;
            return Registry(open_as(path, options, Db::Mode::still));
        }
    } catch (const Error& e) {
        // a table that is not there or has other columns
        if (e.code() == Code::internal)
            throw Error(Code::registry_damaged, {path, e.args().empty() ? "" : e.args()[0]});
        if (e.code() == Code::registry_damaged) throw Error(Code::registry_damaged, {path, e.args().back()});
        throw;
    }
}

Engine& Registry::engine() const {
    m_engine->settle();
    return *m_engine;
}

const std::string& Registry::path() const { return engine().path; }
std::string Registry::setting(std::string_view key) const { return engine().setting(key); }
model::CodeRule Registry::code_rule() const { return engine().code_rule(); }
model::CategoryTree Registry::tree() const { return engine().tree(); }
std::string Registry::next_buyer_code(CategoryId category) const { return engine().next_buyer_code(category); }
std::string Registry::next_category_code(CategoryId parent) const { return engine().next_category_code(parent); }

Info Registry::info() const {
    Db& db = engine().db;
    Info i;
    i.path = engine().path;
    i.company = setting("company");
    i.schema_version = static_cast<int>(db.integer("PRAGMA user_version"));
    i.categories = db.integer("SELECT count(*) FROM category WHERE place=0");
    i.buyers = db.integer("SELECT count(*) FROM buyer WHERE place=0");
    i.recycled = db.integer("SELECT count(*) FROM buyer WHERE place=2");
    i.steps = db.integer("SELECT count(*) FROM step WHERE undone=0");
    i.size_bytes = db.integer("PRAGMA page_count") * db.integer("PRAGMA page_size");
    i.last_change = std::max(db.text("SELECT at FROM step ORDER BY id DESC LIMIT 1"),
                             db.text("SELECT max(undone_at) FROM step WHERE undone<>0"));
    i.last_backup = engine().meta("backup_at");
    return i;
}

std::optional<Step> Registry::import_of(std::string_view sha256) const {
    StepId id = 0;
    {
        Stmt s(engine().db, "SELECT d.step FROM import_digest d JOIN step s ON s.id=d.step WHERE d.sha256=?1 "
                            "ORDER BY s.undone=0 DESC, d.step DESC LIMIT 1");
        s.bind(1, sha256);
        if (!s.step()) return std::nullopt;
        id = s.integer(0);
    }
    const std::vector<Step> found = history(1, id + 1);
    return found.empty() || found[0].id != id ? std::nullopt : std::optional<Step>(found[0]);
}

void Registry::record_pick(BuyerId id, std::int64_t day) {
    Engine& e = engine();
    if (e.options.read_only) return;
    double weight = 0;
    {
        Stmt s(e.db, "SELECT weight,day FROM pick WHERE buyer=?1");
        s.bind(1, id);
        if (s.step())
            weight = s.real(0) *
                     std::exp2(-static_cast<double>(std::max<std::int64_t>(0, day - s.integer(1))) / k_pick_half_life);
    }
    Stmt s(e.db, "INSERT OR REPLACE INTO pick SELECT ?1,?2,?3 FROM buyer WHERE id=?1 AND place=0");
    s.bind(1, id).bind(2, weight + 1).bind(3, day).run();
}

void Registry::each_pick(const std::function<void(BuyerId, double, std::int64_t)>& fn) const {
    Db& db = engine().db;
    if (db.integer("PRAGMA user_version") < 2) return; // an older file opened for reading only
    Stmt s(db, "SELECT p.buyer,p.weight,p.day FROM pick p JOIN buyer b ON b.id=p.buyer WHERE b.place=0");
    while (s.step()) fn(s.integer(0), s.real(1), s.integer(2));
}

std::string Registry::integrity() const {
    Db& db = engine().db;
    const std::string found = db.text("PRAGMA integrity_check(1)");
    if (found != "ok") return found;
    Stmt broken(db, "PRAGMA foreign_key_check");
    if (broken.step()) return "foreign key of " + std::string(broken.text(0));
    return "ok";
}

void Registry::listen(std::function<void(const Notice&)> fn) { engine().listeners.push_back(std::move(fn)); }

bool Registry::changed_elsewhere() {
    Engine& e = engine();
    const std::int64_t version = e.data_version();
    return std::exchange(e.seen_version, version) != version;
}

} // namespace goufang::store

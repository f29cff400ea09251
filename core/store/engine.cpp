#include "core/store/engine.h"

#include "core/store/backup.h"
#include "core/store/fresh_buyers.h"
#include "core/store/rows.h"
#include "core/store/schema.h"
#include "core/text/errors.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace goufang::store {

namespace {

constexpr std::int64_t k_bulk_rows = 5000;    // below, an ordinary transaction is as good
constexpr int k_backup_every = 5;             // changing runs
constexpr int k_exclusive_wait_ms = 100;      // for other connections to go away before a bulk transaction
constexpr int k_cache_kib = 16 << 10;         // page cache
constexpr int k_cache_indexed_kib = 64 << 10; // inserts into a table with its indices
constexpr int k_cache_build_kib = 2 << 10;    // CREATE INDEX sorts in pieces of this size: small ones merge faster

void set_cache(Db& db, int kib) { db.try_run("PRAGMA cache_size=-" + std::to_string(kib)); }

std::string utc_now() {
    using namespace std::chrono;
    const auto now = floor<seconds>(system_clock::now());
    const auto day = floor<days>(now);
    const year_month_day date(day);
    const hh_mm_ss time(now - day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

} // namespace

Engine::Engine() = default;
Engine::~Engine() = default;

std::string Engine::now() const { return options.clock ? options.clock() : utc_now(); }
std::string Engine::who() const { return options.who.empty() ? default_user() : options.who; }
std::int64_t Engine::data_version() { return db.integer("PRAGMA data_version"); }

const model::CategoryTree& Engine::tree() {
    if (m_tree_valid && writing) return m_tree; // nobody else can change it now
    const std::int64_t version = data_version();
    if (m_tree_valid && version == m_tree_version) return m_tree;
    std::vector<Category> all;
    Stmt s(db, "SELECT id,parent,code,name,ord,revision FROM category WHERE place=0");
    while (s.step()) {
        Category c;
        c.id = s.integer(0);
        c.parent = s.integer(1);
        c.code = s.text(2);
        c.name = s.text(3);
        c.order = s.integer(4);
        c.revision = s.integer(5);
        all.push_back(std::move(c));
    }
    m_tree = model::CategoryTree(std::move(all));
    m_tree_valid = true;
    m_tree_version = version;
    return m_tree;
}

void Engine::settle() {
    if (fresh && !fresh->landed() && !fresh->empty()) fresh->land();
}

void Engine::need_indices() {
    settle();
    if (!indices_dropped) return;
    set_cache(db, k_cache_build_kib);
    try {
        make_buyer_indices(db);
    } catch (const UniqueConflict&) {
        throw Error(Code::code_taken, {db.text("SELECT code FROM buyer WHERE place=0 AND code IS NOT NULL "
                                               "GROUP BY code HAVING count(*)>1 LIMIT 1")});
    }
    indices_dropped = false;
    set_cache(db, k_cache_indexed_kib);
}

std::string Engine::setting(std::string_view key) {
    Stmt s(db, "SELECT value FROM setting WHERE key=?1");
    s.bind(1, key);
    return s.step() ? std::string(s.text(0)) : std::string();
}

std::string Engine::meta(std::string_view key) {
    Stmt s(db, "SELECT value FROM meta WHERE key=?1");
    s.bind(1, key);
    return s.step() ? std::string(s.text(0)) : std::string();
}

void Engine::set_meta(std::string_view key, std::string_view value) {
    Stmt s(db, "INSERT OR REPLACE INTO meta VALUES(?1,?2)");
    s.bind(1, key).bind(2, value).run();
}

model::CodeRule Engine::code_rule() {
    return model::CodeRule::from_text(setting("code_rule")).value_or(model::CodeRule{});
}

std::string Engine::next_buyer_code(CategoryId category) {
    need_indices();
    const model::CodeRule rule = code_rule();
    const Category* c = category == 0 ? nullptr : tree().find(category);
    if (category != 0 && !c) throw Error(Code::not_found, {"category", std::to_string(category)});
    const bool fits = c && !c->code.empty() && c->code.size() + rule.buyer_width <= model::CodeRule::max_code;
    // without room below the category: one series for all, as if below a root code that the rule never gives
    const std::string prefix = fits ? c->code : std::string(rule.root_width, '0');
    for (std::size_t width = rule.buyer_width;; width += 2) {
        try {
            return next_code_below(prefix, width, rule.letters, fits ? category : 0);
        } catch (const Error& e) {
            if (fits || e.code() != Code::code_full || prefix.size() + width + 2 > model::CodeRule::max_code) throw;
        }
    }
}

/// Length of the category code behind `prefix` with which `code` starts; 0 = none.
std::size_t Engine::category_inside(const std::string& prefix, const std::string& code) {
    Stmt s(db, "SELECT 1 FROM category WHERE place=0 AND code=?1");
    for (std::size_t n = prefix.size() + 1; n < code.size(); ++n) {
        const bool found = s.bind(1, std::string_view(code).substr(0, n)).step();
        s.reset();
        if (found) return n;
    }
    return 0;
}

std::string Engine::next_category_code(CategoryId parent) {
    const model::CodeRule rule = code_rule();
    const Category* above = tree().find(parent);
    if (above && (above->code.empty() || above->code.size() + rule.child_width > model::CodeRule::max_code)) return {};
    Stmt s(db, "SELECT EXISTS(SELECT 1 FROM buyer WHERE place=0 AND code>=?1 AND code<?2)");
    return m_tree.suggest_code(parent, rule, [&](const std::string& code) {
        if (indices_dropped) return false; // too dear there
        const std::string end = code + "\x7f";
        const bool found = s.bind(1, code).bind(2, end).step() && s.integer(0) != 0;
        s.reset();
        return found;
    });
}

/// `category` 0: the codes of exactly that width, wherever they stand.
std::string Engine::next_code_below(const std::string& prefix, std::size_t width, bool letters, CategoryId category) {
    std::vector<std::string> codes;
    {
        // the greatest codes are enough; the index gives them in order
        Stmt s(db, category == 0
                       ? "SELECT code FROM buyer WHERE place=0 AND code>?2 AND code<?5 AND length(code)=?1 AND "
                         "substr(code,?3) NOT GLOB ?4 ORDER BY code DESC LIMIT 64"
                       : "SELECT code FROM buyer WHERE place=0 AND category=?1 AND code>?2 AND code<?5 AND "
                         "substr(code,?3) NOT GLOB ?4 ORDER BY code DESC LIMIT 64");
        const std::string end = prefix + "\x7f";
        s.bind(1, category == 0 ? static_cast<std::int64_t>(prefix.size() + width) : category).bind(5, end);
        s.bind(2, prefix).bind(3, static_cast<std::int64_t>(prefix.size() + 1));
        s.bind(4, std::string_view(letters ? "*[^0-9a-z]*" : "*[^0-9]*"));
        while (s.step()) codes.emplace_back(s.text(0));
    }
    Stmt taken(db, "SELECT EXISTS(SELECT 1 FROM buyer WHERE place=0 AND code=?1) OR "
                   "EXISTS(SELECT 1 FROM category WHERE place=0 AND code=?1)");
    std::string nested; // the first that is free but lies below a deeper category
    for (;;) {
        const std::vector<std::string_view> siblings(codes.begin(), codes.end());
        std::string code;
        try {
            code = model::next_code(prefix, siblings, width, letters);
        } catch (const Error& e) {
            if (e.code() == Code::code_full && !nested.empty()) return nested;
            throw;
        }
        taken.bind(1, code);
        const bool free = !taken.step() || taken.integer(0) == 0;
        taken.reset();
        width = code.size() - prefix.size();
        if (const std::size_t inside = category_inside(prefix, code); inside != 0) {
            if (free && nested.empty()) nested = code;
            std::fill(code.begin() + static_cast<std::ptrdiff_t>(inside), code.end(), letters ? 'z' : '9');
        } else if (free) {
            return code;
        }
        codes.assign(1, std::move(code));
    }
}

void Engine::notify(const Notice& n) {
    for (const auto& f : listeners) f(n);
}

void Engine::before_change() {
    if (options.read_only) throw Error(Code::registry_write, {path, "read-only"});
    if (m_checked_backup) return;
    m_checked_backup = true;
    if (!options.automatic_backup || db.integer("SELECT max(id) FROM step") == 0) return;
    const std::string last = meta("backup_run");
    if (!last.empty() && to_integer(meta("runs")) - to_integer(last) < k_backup_every) return;
    m_made_backup = make_automatic_backup(db, path, now());
}

void Engine::count_run() {
    if (m_counted) return;
    const std::int64_t runs = to_integer(meta("runs"));
    if (m_made_backup) {
        set_meta("backup_run", std::to_string(runs));
        set_meta("backup_at", now());
    }
    set_meta("runs", std::to_string(runs + 1));
    m_counted = true;
}

WriteScope::WriteScope(Engine& e, std::int64_t expected_rows) : m_engine(e) {
    if (e.writing) throw Error(Code::internal, {"a transaction is open already"});
    e.before_change();
    Db& db = e.db;
    m_bulk = expected_rows >= k_bulk_rows;
    if (m_bulk) {
        db.busy_timeout(std::min(k_exclusive_wait_ms, e.options.busy_ms));
        m_exclusive = db.try_run("PRAGMA journal_mode=TRUNCATE") && db.text("PRAGMA journal_mode") == "truncate";
        db.busy_timeout(e.options.busy_ms);
    }
    try {
        if (m_bulk) db.run("PRAGMA foreign_keys=OFF"); // the writer asks the tree; SQLite would look for every row
        Stmt(db, m_exclusive ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE").run();
        e.tree();
        e.writing = true;
        if (m_bulk) {
            m_all_seen = e.seen_version == e.data_version();
            if (m_exclusive) e.fresh = FreshBuyers::begin(e);
            const bool drop = !e.fresh && expected_rows * 5 > db.integer("SELECT max(id) FROM buyer");
            set_cache(db, drop ? k_cache_kib : k_cache_indexed_kib);
            if (drop) {
                drop_buyer_indices(db);
                e.indices_dropped = true;
            }
        }
    } catch (...) {
        leave();
        throw;
    }
}

WriteScope::~WriteScope() {
    if (!m_done) leave();
}

void WriteScope::leave() noexcept {
    Engine& e = m_engine;
    const bool fresh = e.fresh != nullptr;
    e.fresh.reset();
    e.db.rollback();
    if (fresh) e.db.try_run("PRAGMA locking_mode=NORMAL");
    if (!m_done) e.forget_tree();
    e.writing = false;
    e.indices_dropped = false;
    if (m_exclusive) e.db.try_run("PRAGMA journal_mode=WAL");
    if (m_bulk) {
        e.db.try_run("PRAGMA foreign_keys=ON");
        set_cache(e.db, k_cache_kib);
    }
    try {
        if (m_all_seen) e.seen_version = e.data_version(); // what came since is our own
    } catch (const std::exception&) {                      // somebody looks once too often
    }
}

void WriteScope::commit() {
    m_engine.need_indices();
    m_engine.count_run();
    if (m_engine.fresh && m_engine.fresh->landed())
        m_engine.fresh->commit();
    else
        m_engine.db.commit();
    m_done = true;
    leave();
}

} // namespace goufang::store

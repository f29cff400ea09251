#include "core/store/fresh_buyers.h"

#include "core/file/file.h"
#include "core/store/engine.h"
#include "core/store/schema.h"
#include "core/text/errors.h"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <future>
#include <unordered_map>

namespace goufang::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_largest_image = std::size_t{64} << 20; ///< bytes; more is a long journal: the ordinary way then

/// Only what the writer of pages knows: no pointer maps, UTF-8, the present format of records, nothing missing.
bool known_layout(std::string_view image) {
    if (image.size() < 512 || image.size() > k_largest_image) return false;
    const std::size_t page = big_endian_32(image, 16) >> 16;
    return big_endian_32(image, 44) == 4 && big_endian_32(image, 52) == 0 && big_endian_32(image, 56) == 1 &&
           big_endian_32(image, 28) * (page == 1 ? 65536 : page) == image.size();
}

std::string columns_of_buyer(Db& db) {
    std::string names;
    for (Stmt s(db, "PRAGMA table_info(buyer)"); s.step();) {
        if (!names.empty()) names += ',';
        names += s.text(1);
    }
    return names;
}

void remove_file(const std::string& path) noexcept {
    std::error_code ignored;
    fs::remove(file::to_path(path), ignored);
}

using Hashes = std::vector<std::pair<std::int64_t, std::uint32_t>>;

/// By hash as SQLite compares integers, then by row; 0 stands for NULL and is left out.
template <class Keys> Hashes sorted_hashes(const std::vector<Keys>& keys, std::uint64_t Keys::*hash) {
    Hashes all;
    all.reserve(keys.size());
    for (std::size_t row = 0; row < keys.size(); ++row)
        if (keys[row].*hash != 0)
            all.emplace_back(std::bit_cast<std::int64_t>(keys[row].*hash), static_cast<std::uint32_t>(row));
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

std::string FreshBuyers::path_beside(const std::string& registry) { return registry + ".filling"; }

void FreshBuyers::remove_left_over(Db& db) {
    const std::string path = path_beside(db.path());
    std::error_code ignored;
    if (!fs::exists(file::to_path(path), ignored)) return;
    // whoever fills it has the registry for itself
    if (!db.try_run("BEGIN IMMEDIATE")) return;
    remove_file(path);
    db.rollback();
}

std::unique_ptr<FreshBuyers> FreshBuyers::begin(Engine& e) {
    if (e.db.integer("SELECT max(id) FROM buyer") != 0 || columns_of_buyer(e.db) != stored_columns()) return nullptr;
    std::string image = e.db.image();
    if (!known_layout(image)) return nullptr;
    // kept when the transaction is rolled back, so that nobody comes between that and the copy
    e.db.run("PRAGMA locking_mode=EXCLUSIVE");
    return std::unique_ptr<FreshBuyers>(new FreshBuyers(e, std::move(image)));
}

FreshBuyers::FreshBuyers(Engine& e, std::string image)
    : m_engine(e), m_path(path_beside(e.path)), m_file(m_path, std::move(image)), m_table(m_file, Tree::Kind::table) {
    std::error_code ignored; // as private as the registry
    fs::permissions(file::to_path(m_path), fs::status(file::to_path(e.path), ignored).permissions(), ignored);
}

FreshBuyers::~FreshBuyers() {
    if (m_landed) std::swap(m_engine.db, m_other);
    m_other.close();
    remove_file(m_path);
}

void FreshBuyers::add(const Buyer& b, const MatchKeys& keys, BuyerId id, StepId revision) {
    if (m_keys.empty()) m_first = id;
    m_values.bind_to(m_record, b, keys, revision);
    m_table.add(id, m_record.bytes());
    m_codes += b.code;
    m_longest_code = std::max(m_longest_code, b.code.size());
    m_keys.push_back({b.category, keys.name, keys.tax_id, m_codes.size()});
}

std::string_view FreshBuyers::code(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : m_keys[row - 1].code_end;
    return std::string_view(m_codes).substr(begin, m_keys[row].code_end - begin);
}

/// The empty code is NULL, which stands first and may come often.
std::vector<std::uint32_t> FreshBuyers::by_code() const {
    struct Begun {
        std::uint64_t beginning;
        std::uint32_t row;
    };
    std::vector<Begun> places(m_keys.size());
    for (std::uint32_t row = 0; row < places.size(); ++row) {
        const std::string_view c = code(row);
        std::uint64_t beginning = 0;
        for (std::size_t i = 0; i < 8; ++i)
            beginning = beginning << 8 | (i < c.size() ? static_cast<unsigned char>(c[i]) : 0);
        places[row] = {beginning, row};
    }
    std::sort(places.begin(), places.end(), [&](const Begun& a, const Begun& b) {
        if (a.beginning != b.beginning) return a.beginning < b.beginning;
        const int order = code(a.row).compare(code(b.row));
        return order != 0 ? order < 0 : a.row < b.row;
    });
    std::vector<std::uint32_t> rows(places.size());
    std::transform(places.begin(), places.end(), rows.begin(), [](const Begun& p) { return p.row; });
    return rows;
}

/// Stable: within a category the order stays.
std::vector<std::uint32_t> FreshBuyers::by_category(const std::vector<std::uint32_t>& order) const {
    std::unordered_map<CategoryId, std::size_t> ends; // of each category's rows
    for (const Keys& k : m_keys) ++ends[k.category];
    std::vector<CategoryId> categories;
    for (const auto& [id, rows] : ends) categories.push_back(id);
    std::sort(categories.begin(), categories.end());
    std::size_t end = 0;
    for (const CategoryId id : categories) end = ends[id] += end;
    std::vector<std::uint32_t> sorted(order.size());
    for (std::size_t i = order.size(); i-- > 0;) sorted[--ends[m_keys[order[i]].category]] = order[i];
    return sorted;
}

void FreshBuyers::check_codes(const std::vector<std::uint32_t>& order) const {
    const auto twice = std::adjacent_find(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return !code(a).empty() && code(a) == code(b);
    });
    if (twice != order.end()) throw Error(Code::code_taken, {std::string(code(*twice))});
}

std::uint32_t FreshBuyers::root_of(const char* name) {
    Stmt s(m_engine.db, "SELECT rootpage FROM sqlite_schema WHERE name=?1");
    s.bind(1, std::string_view(name));
    return s.step() ? static_cast<std::uint32_t>(s.integer(0)) : throw Error(Code::internal, {"no root", name});
}

void FreshBuyers::write_hashes(const Hashes& hashes, const char* index) {
    Tree tree(m_file, Tree::Kind::index);
    for (const auto& [hash, row] : hashes) {
        m_record.clear();
        m_record.bind(1, hash).bind(2, m_first + row);
        tree.add(m_record.bytes());
    }
    tree.finish(root_of(index));
}

/// The entries of schema.cpp's indices, all of whose rows are live here.
void FreshBuyers::make_indices() {
    auto names = std::async(std::launch::async, [this] { return sorted_hashes(m_keys, &Keys::name); });
    std::vector<std::uint32_t> order = by_code();
    check_codes(order);
    const auto write = [&](bool category, const char* index) {
        Tree tree(m_file, Tree::Kind::index);
        for (const std::uint32_t row : order) {
            m_record.clear();
            if (category) m_record.bind_id_or_null(1, m_keys[row].category);
            m_record.bind_text_or_null(2, code(row)).bind(3, m_first + row);
            tree.add(m_record.bytes());
        }
        tree.finish(root_of(index));
    };
    write(false, "buyer_code");
    auto tax_ids = std::async(std::launch::async, [this] { return sorted_hashes(m_keys, &Keys::tax_id); });
    order = by_category(order);
    write(true, "buyer_category");
    write_hashes(names.get(), "buyer_name");
    write_hashes(tax_ids.get(), "buyer_tax");
}

void FreshBuyers::land() {
    // codes too long for a page of an index: SQLite knows what to do
    const bool short_codes = m_longest_code + 4 * k_longest_varint <= Tree::longest_entry(m_file.usable());
    m_table.finish(root_of("buyer"));
    if (short_codes) make_indices();
    m_file.finish();

    Db filled(m_path, Db::Mode::write, 0);
    for (const char* pragma : {"journal_mode=OFF", "locking_mode=EXCLUSIVE", "synchronous=OFF", "foreign_keys=OFF"})
        filled.run(std::string("PRAGMA ") + pragma); // the file is nothing yet: it is thrown away if anything fails
    filled.run("BEGIN IMMEDIATE");
    copy_other_tables(m_engine.db, filled, "buyer");
    if (!short_codes) drop_buyer_indices(filled);
    m_other = std::move(filled);
    std::swap(m_engine.db, m_other);
    m_landed = true;
    m_engine.indices_dropped = !short_codes;
}

void FreshBuyers::commit() {
    m_engine.db.run("COMMIT");
    std::swap(m_engine.db, m_other);
    m_landed = false;
    m_other.close();
    m_engine.db.rollback();
    Db filled(m_path, Db::Mode::still, 0);
    filled.run("PRAGMA mmap_size=2147483647"); // read in place
    m_engine.db.become_copy_of(filled);
}

} // namespace goufang::store

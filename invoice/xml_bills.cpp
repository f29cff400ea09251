#include "invoice/xml_bills.h"

#include "core/text/errors.h"
#include "core/text/fold.h"

#include <charconv>
#include <chrono>
#include <exception>
#include <unordered_map>
#include <utility>

namespace goufang::invoice::xml {

namespace {

using model::Field;

void upper(std::string& s) {
    for (char& c : s)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
}

bool only_zeros(std::string_view s) {
    return (s.size() == 15 || (s.size() >= 17 && s.size() <= 20)) && s.find_first_not_of('0') == std::string_view::npos;
}

void assign_trimmed(std::string& out, std::string_view value) { out.assign(trim(value)); }

/// First line of `value`; a note when there are more.
void assign_line(std::string& out, std::string_view value, Field field, Row& row) {
    value = trim(value);
    const std::size_t end = value.find_first_of("\r\n");
    out.assign(trim(value.substr(0, end)));
    if (end != std::string_view::npos)
        row.findings.push_back({check::Severity::note, "file.first_line", field, std::string(value), {}, {}, {}});
}

/// Set of 64-bit hashes, none of them 0; open addressing, 8 bytes a place.
class HashSet {
  public:
    bool contains(std::uint64_t h) const { return !m_places.empty() && m_places[find(h)] != 0; }
    void insert(std::uint64_t h) {
        if ((m_size + 1) * 10 >= m_places.size() * 7) grow();
        std::uint64_t& place = m_places[find(h)];
        m_size += place == 0;
        place = h;
    }

  private:
    std::size_t find(std::uint64_t h) const {
        const std::size_t mask = m_places.size() - 1;
        std::size_t i = static_cast<std::size_t>(h ^ (h >> 29)) & mask;
        while (m_places[i] != 0 && m_places[i] != h) i = (i + 1) & mask;
        return i;
    }
    void grow() {
        std::vector<std::uint64_t> old(m_places.empty() ? 64 : m_places.size() * 2);
        old.swap(m_places);
        for (const std::uint64_t h : old)
            if (h != 0) m_places[find(h)] = h;
    }
    std::vector<std::uint64_t> m_places;
    std::size_t m_size = 0;
};

class BillReader : public Reader {
  public:
    BillReader(std::string_view input, const ReadOptions& options, const BillShape& shape)
        : m_shape(shape), m_scanner(input, options, shape.is_record, shape.fold_end_tags), m_harvest(options) {
        shape.check_root(m_scanner);
    }

    bool next(Row& row) override {
        // One row is held back: what is known at the end of the file only (the count) is said with the last one.
        if (m_error) std::rethrow_exception(std::exchange(m_error, nullptr));
        if (m_ended) return false;
        if (!m_held_valid && !(m_held_valid = produce(m_held))) {
            m_ended = true;
            return false;
        }
        bool more = false;
        try {
            more = produce(row);
        } catch (...) {
            m_error = std::current_exception();
        }
        if (more) {
            std::swap(row, m_held);
            return true;
        }
        m_held_valid = false;
        row = std::move(m_held);
        if (m_error) return true;
        m_ended = true;
        const auto say = [&row](check::Severity severity, std::string_view rule, std::vector<std::string> args) {
            row.findings.push_back({severity, rule, Field::name, {}, std::move(args), {}, {}});
        };
        if (m_stated >= 0 && m_stated != m_bills)
            say(check::Severity::note, "file.bill_count", {std::to_string(m_stated), std::to_string(m_bills)});
        if (m_shape.issued && m_unnumbered > 0)
            say(check::Severity::warning, "file.invoice_unnumbered", {std::to_string(m_unnumbered)});
        return true;
    }

    text::Encoding encoding() const override { return m_scanner.encoding(); }
    std::size_t position() const override { return m_scanner.position(); }
    std::span<const Issued> invoices() const override { return m_harvest.invoices(); }

  private:
    /// A buyer whose first bill left something open: the bills to take it from.
    struct Open {
        std::uint64_t hash = 0; ///< 0 = given out
        std::int64_t line = 0;
        std::string_view bill, address, bank; ///< raw records; empty = none yet
    };

    bool produce(Row& row) {
        Record record;
        while (!m_all_read && m_scanner.next(record)) {
            if (!m_shape.bill.empty() && record.name != m_shape.bill) {
                state_count(record.element);
                continue;
            }
            ++m_bills;
            m_shape.extract(record.element, m_bill);
            if (take(record, row)) return true;
        }
        m_all_read = true;
        while (m_next_open < m_open.size()) {
            const Open& o = m_open[m_next_open++];
            if (o.hash == 0) continue;
            give(o, row);
            return true;
        }
        return false;
    }

    bool take(const Record& record, Row& row) {
        const bool address = !trim(m_bill.address_phone).empty(), bank = !trim(m_bill.bank_account).empty();
        const std::string_view name = trim(m_bill.name), tax_id = trim(m_bill.tax_id);
        if (name.empty() && (tax_id.empty() || only_zeros(tax_id)) && !address && !bank) {
            start(row, record.line, record.raw);
            row.kind = RowKind::bad;
            row.findings.push_back({check::Severity::error,
                                    "file.bill_without_buyer",
                                    Field::name,
                                    {},
                                    {std::string(trim(m_bill.number))},
                                    {},
                                    {}});
            return true;
        }
        m_key.assign(tax_id);
        upper(m_key);
        m_key += '\n';
        m_key += name;
        const std::uint64_t hash = text::key_hash(m_key);
        if (issued()) {
            const ToldInvoice told = m_bill.told();
            const auto rule = m_harvest.objection(told, name, text::clean_tax_id(tax_id));
            if (!rule.empty()) {
                start(row, record.line, record.raw);
                buyer_from_bill(m_bill, m_shape.id, row);
                Harvest::refuse(row, rule, told);
                return true;
            }
            m_unnumbered += told.number.empty();
            if (!m_harvest.add(told, hash)) return false;
        }
        if (m_given.contains(hash)) return false;
        const auto found = m_open_by_hash.find(hash);
        if (found == m_open_by_hash.end()) {
            if (address && bank) {
                m_given.insert(hash);
                fill(row, record.line, record.raw, hash);
                return true;
            }
            m_open_by_hash.emplace(hash, m_open.size());
            m_open.push_back({hash, record.line, record.raw, address ? record.raw : std::string_view{},
                              bank ? record.raw : std::string_view{}});
            return false;
        }
        Open& o = m_open[found->second];
        if (address && o.address.empty()) o.address = record.raw;
        if (bank && o.bank.empty()) o.bank = record.raw;
        if (o.address.empty() || o.bank.empty()) return false;
        give(o, row);
        m_given.insert(hash);
        o.hash = 0;
        m_open_by_hash.erase(found);
        return true;
    }

    void give(const Open& o, Row& row) {
        m_shape.extract(m_scanner.reread(o.bill), m_bill);
        Bill other;
        if (!o.address.empty() && o.address.data() != o.bill.data()) {
            m_shape.extract(m_scanner.reread(o.address), other);
            m_bill.address_phone = other.address_phone;
        }
        if (!o.bank.empty() && o.bank.data() != o.bill.data()) {
            m_shape.extract(m_scanner.reread(o.bank), other);
            m_bill.bank_account = other.bank_account;
        }
        fill(row, o.line, o.bill, o.hash);
    }

    void fill(Row& row, std::int64_t line, std::string_view raw, std::uint64_t hash) {
        start(row, line, raw);
        buyer_from_bill(m_bill, m_shape.id, row);
        if (!issued()) return;
        Harvest::shelve(row, hash);
        m_harvest.announce(row, m_bill.told());
    }

    /// Bills still to be issued, as most are, cost next to nothing.
    bool issued() const {
        return m_shape.issued ||
               ((!m_bill.issued.empty() || !m_bill.seller.empty()) && m_harvest.issued(m_bill.told()));
    }

    void start(Row& row, std::int64_t line, std::string_view raw) const {
        reset(row);
        row.line = line;
        row.raw = raw;
        row.present = m_shape.holds;
        if (m_bill.person) row.present |= bit(Field::kind);
        if (m_bill.has_mobile) row.present |= bit(Field::mobile);
        if (m_bill.has_email) row.present |= bit(Field::email);
    }

    void state_count(Element e) {
        if (m_shape.count_element.empty() || e.name() != m_shape.count_element) return;
        m_text.clear();
        e.text(m_text);
        const std::string_view t = trim(m_text);
        std::int64_t n = 0;
        const auto [end, error] = std::from_chars(t.data(), t.data() + t.size(), n);
        if (error != std::errc{} || end != t.data() + t.size() || n < 0) return;
        m_stated = std::max<std::int64_t>(m_stated, 0) + n;
    }

    BillShape m_shape;
    Scanner m_scanner;
    Harvest m_harvest;
    Bill m_bill;
    std::string m_key, m_text;
    HashSet m_given;
    std::vector<Open> m_open;
    std::unordered_map<std::uint64_t, std::size_t> m_open_by_hash;
    std::size_t m_next_open = 0;
    std::int64_t m_stated = -1, m_bills = 0, m_unnumbered = 0;
    Row m_held;
    bool m_held_valid = false, m_all_read = false, m_ended = false;
    std::exception_ptr m_error;
};

} // namespace

ToldInvoice Bill::told() const {
    ToldInvoice t{invoice_number({}, code, issued), std::string(trim(seller)), {}, {}, state,
                  std::string(trim(number))};
    if (t.number.empty()) return t;
    t.day = invoice_day(day);
    t.cents = invoice_cents(total, amount, tax);
    return t;
}

void collect(Element parent, std::span<const BillTag> tags, Bill& bill) {
    for (const BillTag& t : tags) (bill.*t.member).clear();
    bill.has_mobile = bill.has_email = false;
    std::uint64_t seen = 0;
    for (Element c = parent.first_child(); c; c = c.next()) {
        const std::string_view name = c.name();
        for (std::size_t i = 0; i < tags.size(); ++i) {
            if (name.empty() || tags[i].name.back() != name.back() || tags[i].name != name) continue;
            const std::uint64_t mark = std::uint64_t{1} << i;
            bill.has_mobile = bill.has_mobile || tags[i].member == &Bill::mobile;
            bill.has_email = bill.has_email || tags[i].member == &Bill::email;
            if (std::string& value = bill.*tags[i].member; (seen & mark) == 0 && value.empty()) c.text(value);
            seen |= mark;
            break;
        }
    }
}

void buyer_from_bill(const Bill& bill, std::string_view source, Row& row) {
    model::Buyer& b = row.buyer;
    assign_line(b.name, bill.name, Field::name, row);
    assign_line(b.tax_id, bill.tax_id, Field::tax_id, row);
    upper(b.tax_id);
    if (only_zeros(b.tax_id)) b.tax_id.clear();
    if (bill.person) b.kind = model::Kind::person;
    read_addresses(bill.address_phone, row);
    read_accounts(bill.bank_account, row);
    assign_trimmed(b.mobile, bill.mobile);
    assign_trimmed(b.email, bill.email);
    b.source = source;
}

std::unique_ptr<Reader> bill_reader(std::string_view input, const ReadOptions& options, const BillShape& shape) {
    return std::make_unique<BillReader>(input, options, shape);
}

void child_text(Element parent, std::string_view name, std::string& out) {
    out.clear();
    if (const Element e = parent.child(name)) e.text(out);
}

std::string bill_prefix() {
    using namespace std::chrono;
    const auto now = floor<seconds>(system_clock::now());
    const auto today = floor<days>(now);
    const year_month_day d{today};
    const hh_mm_ss t{now - today};
    const int parts[] = {static_cast<int>(d.year()) % 100,
                         static_cast<int>(static_cast<unsigned>(d.month())),
                         static_cast<int>(static_cast<unsigned>(d.day())),
                         static_cast<int>(t.hours().count()),
                         static_cast<int>(t.minutes().count()),
                         static_cast<int>(t.seconds().count())};
    std::string out;
    for (const int p : parts) {
        out += static_cast<char>('0' + p / 10);
        out += static_cast<char>('0' + p % 10);
    }
    return out;
}

std::string bill_number(std::string_view prefix, std::int64_t n) {
    std::string digits = std::to_string(n);
    if (digits.size() < 8) digits.insert(0, 8 - digits.size(), '0');
    return std::string(prefix) + digits;
}

} // namespace goufang::invoice::xml

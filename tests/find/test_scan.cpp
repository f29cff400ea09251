// Both paths of the scans give the same rows on random columns; the block index leaves no row out.

#include "core/find/alphabet.h"
#include "core/find/column.h"
#include "core/find/grams.h"
#include "core/find/pairs.h"
#include "core/find/row.h"
#include "core/find/scan.h"
#include "tests/support/catch.h"

#include <random>
#include <set>

using namespace goufang::find;

namespace {

struct Found {
    Bits any, prefix, start;
    explicit Found(std::size_t rows) : any(rows), prefix(rows), start(rows) {}
    bool operator==(const Found& o) const {
        return any.words() == o.any.words() && prefix.words() == o.prefix.words() && start.words() == o.start.words();
    }
};

} // namespace

TEST_CASE("plain and vector scans agree") {
    std::mt19937 random(3);
    const auto pick = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    for (int round = 0; round < 60; ++round) {
        Column column;
        std::vector<std::string> rows;
        const unsigned letters = 2 + pick(6);
        for (unsigned i = pick(round % 10 == 9 ? 4000 : 200); i > 0; --i) {
            std::string row;
            for (unsigned n = pick(round % 3 == 0 ? 80 : 12); n > 0; --n) row += static_cast<char>('0' + pick(letters));
            if (pick(4) == 0 && !row.empty()) row[pick(static_cast<unsigned>(row.size()))] = 1;
            rows.push_back(row);
            column.push(row);
        }
        const Blocks all{column, 0, column.blocks()};
        for (int q = 0; q < 20; ++q) {
            std::string needle;
            for (unsigned n = 1 + pick(q % 5 == 0 ? 40 : 5); n > 0; --n)
                needle += static_cast<char>('0' + pick(letters));
            Found vector(rows.size()), plain(rows.size());
            scan_text(all, Needle(needle), {&vector.any, &vector.prefix, &vector.start});
            allow_vectors(false);
            scan_text(all, Needle(needle), {&plain.any, &plain.prefix, &plain.start});
            allow_vectors(true);
            CHECK(vector == plain);
            for (std::size_t r = 0; r < rows.size(); ++r)
                if (plain.any.test(r) != (rows[r].find(needle) != std::string::npos)) FAIL_CHECK("wrong row");
            Bits blocks;
            blocks.set_all(column.blocks());
            Grams grams;
            grams.build(column, 8, q % 2 == 0, Pairs());
            grams.narrow(needle, blocks, Pairs());
            plain.any.each([&](std::size_t r) {
                if (!blocks.test(r / k_block_rows)) FAIL_CHECK("the block index leaves out a row");
            });

            ByteSets sets;
            sets.positions = 1 + pick(3);
            sets.has_alone = pick(2) == 0;
            sets.certain_positions = pick(4);
            for (unsigned i = 0; i < letters; ++i) {
                for (auto& at : sets.at) at[static_cast<unsigned char>('0' + i)] = pick(2) == 0;
                sets.alone[static_cast<unsigned char>('0' + i)] = sets.has_alone && pick(3) == 0;
                for (auto& certain : sets.certain) certain[static_cast<unsigned char>('0' + i)] = pick(3) == 0;
            }
            const PlaceCall call{nullptr, [](void*, std::size_t row, const char* place) {
                                     return (row + static_cast<unsigned char>(*place)) % 3 == 0;
                                 }};
            Found a(rows.size()), b(rows.size());
            scan_sets(all, sets, call, {&a.any, &a.prefix, &a.start});
            allow_vectors(false);
            scan_sets(all, sets, call, {&b.any, &b.prefix, &b.start});
            allow_vectors(true);
            CHECK(a == b);
        }
    }
}

TEST_CASE("common pairs tell what a scan tells") {
    std::mt19937 random(5);
    const auto pick = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const Alphabet& alphabet = Alphabet::get();
    for (int round = 0; round < 20; ++round) {
        Column column(4);
        const std::u32string characters = U"有限公司北京科技a1（";
        const std::size_t rows = 1 + pick(3000);
        for (std::size_t r = 0; r < rows; ++r) {
            std::string row;
            for (unsigned n = pick(9); n > 0; --n) {
                if (pick(12) == 0) row += static_cast<char>(mark_former);
                const unsigned common = pick(static_cast<unsigned>(characters.size())), rare = pick(300);
                alphabet.append(pick(3) ? characters[common] : static_cast<char32_t>(0x4E00 + rare), row);
            }
            column.push(row);
        }
        column.shrink();
        Pairs pairs;
        constexpr std::size_t one_in = 128;
        pairs.build(column, Pairs::Of::names, one_in);
        Pairs of_texts;
        of_texts.build(column, Pairs::Of::texts, one_in);
        std::size_t kept = 0;
        for (const char32_t a : characters) {
            for (const char32_t b : characters) {
                std::string needle;
                alphabet.append(a, needle);
                const std::size_t cut = needle.size();
                alphabet.append(b, needle);
                Found told(rows), scanned(rows);
                const std::uint32_t first = value_of(needle.data(), cut),
                                    second = value_of(needle.data() + cut, needle.size() - cut);
                const bool known = pairs.mark(first, second, {&told.any, &told.prefix, &told.start});
                scan_text({column, 0, column.blocks()}, Needle(needle),
                          {&scanned.any, &scanned.prefix, &scanned.start});
                CHECK(known == pairs.has(first, second));
                CHECK(known == (scanned.any.count() >= std::max<std::size_t>(rows / one_in, 1)));
                if (known) CHECK(told == scanned);
                Found rows_only(rows);
                const TextSink sink{&rows_only.any, &rows_only.prefix, &rows_only.start};
                CHECK(of_texts.mark(first, second, sink) == (known && a > 0x80 && b > 0x80));
                if (of_texts.has(first, second)) {
                    CHECK(rows_only.any.words() == scanned.any.words());
                    CHECK((rows_only.prefix.none() && rows_only.start.none()));
                }
                kept += known;
            }
        }
        if (rows > 20) CHECK(kept > 0);
    }
}

TEST_CASE("plain and vector scans of digits agree with the text") {
    std::mt19937 random(4);
    const auto pick = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    for (int round = 0; round < 40; ++round) {
        Column column;
        std::vector<std::string> rows;
        const unsigned digits = 2 + pick(9);
        for (unsigned i = pick(round % 10 == 9 ? 4000 : 150); i > 0; --i) {
            std::string row;
            for (unsigned n = pick(40); n > 0; --n)
                row += static_cast<char>(pick(12) == 0 ? 1 + pick(5) : '0' + pick(digits));
            rows.push_back(row);
            std::string packed = row;
            pack_numbers(packed);
            column.push(packed);
            CHECK(unpack_numbers(column.row(rows.size() - 1)) == row);
        }
        const Blocks all{column, 0, column.blocks()};
        for (int q = 0; q < 20; ++q) {
            std::string needle;
            for (unsigned n = 1 + pick(q % 5 == 0 ? 20 : 6); n > 0; --n)
                needle += static_cast<char>('0' + pick(digits));
            Bits vector(rows.size()), plain(rows.size());
            scan_digits(all, DigitNeedle(needle), vector);
            allow_vectors(false);
            scan_digits(all, DigitNeedle(needle), plain);
            allow_vectors(true);
            CHECK(vector.words() == plain.words());
            for (std::size_t r = 0; r < rows.size(); ++r)
                if (plain.test(r) != (rows[r].find(needle) != std::string::npos)) FAIL_CHECK("wrong row");
        }
    }
}

TEST_CASE("rows of a column are found again") {
    Column column;
    std::vector<std::string> rows;
    for (int i = 0; i < 1000; ++i) {
        rows.push_back(std::string(static_cast<std::size_t>(i % 37), static_cast<char>('a' + i % 26)));
        column.push(rows.back());
        if (i == 500) column.shrink();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) CHECK(column.row(i) == rows[i]);
    CHECK(column.may_hold("abc"));
    CHECK_FALSE(column.may_hold("abC"));
}

#include "core/file/zip.h"
#include "core/text/errors.h"
#include "tests/support/catch.h"

#include <vector>

using namespace goufang;
using file::Zip;
using file::ZipLimits;

namespace {

struct Part {
    std::string name, bytes;
};

std::string archive(const std::vector<Part>& parts) {
    file::StringSink sink;
    file::ZipWriter writer(sink);
    for (const Part& p : parts) writer.add(p.name, p.bytes);
    writer.finish();
    return sink.text;
}

std::string what(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& e) {
        return e.code() == Code::container_broken ? e.args().at(1) : "other";
    }
    return "none";
}

std::string long_text() {
    std::string s;
    for (int i = 0; i < 200'000; ++i) s += std::to_string(i * 7919 % 100'003) + ",";
    return s;
}

} // namespace

TEST_CASE("zip: what is written comes back", "[zip]") {
    const std::vector<Part> parts = {{"a.txt", "甲"}, {"xl/b.xml", long_text()}, {"客户/空", ""}};
    const std::string bytes = archive(parts);
    CHECK(file::is_zip(bytes));
    CHECK(archive(parts) == bytes);
    const Zip zip(bytes);
    REQUIRE(zip.entries().size() == 3);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        CHECK(zip.entries()[i].name == parts[i].name);
        CHECK(zip.entries()[i].size == parts[i].bytes.size());
        CHECK(zip.read(i, 1 << 24) == parts[i].bytes);
    }
    CHECK(zip.find("XL\\B.xml") == 1u);
    CHECK_FALSE(zip.find("c").has_value());
    CHECK(what([&] { zip.read("c", 10); }) == "zip.missing");
    CHECK(what([&] { zip.read("xl/b.xml", 1000); }) == "zip.bomb");
    file::ZipStream stream = zip.open(1);
    std::string all, piece(777, '\0');
    while (const std::size_t n = stream.read(piece.data(), piece.size())) all.append(piece, 0, n);
    CHECK(all == parts[1].bytes);
    CHECK(stream.done() == all.size());
}

TEST_CASE("zip: a part is replaced and the others keep their packed bytes", "[zip]") {
    const std::vector<Part> parts = {{"a.txt", "甲"}, {"sheet.xml", long_text()}, {"c.bin", long_text() + "x"}};
    const std::string bytes = archive(parts);
    file::StringSink out;
    file::replace_in_zip(bytes, {{"sheet.xml", "新的"}}, out);
    const Zip before(bytes), after(out.text);
    REQUIRE(after.entries().size() == 3);
    CHECK(after.read(1, 100) == "新的");
    CHECK(after.read(0, 100) == "甲");
    CHECK(after.read(2, 1 << 24) == parts[2].bytes);
    CHECK(after.entries()[2].packed == before.entries()[2].packed);
    CHECK(after.entries()[2].name == "c.bin");
    file::StringSink again;
    file::replace_in_zip(bytes, {{"sheet.xml", "新的"}}, again);
    CHECK(again.text == out.text);
    file::StringSink none;
    CHECK(what([&] { file::replace_in_zip(bytes, {{"d", ""}}, none); }) == "zip.missing");
    CHECK(what([&] { file::replace_in_zip("PK", {{"d", ""}}, none); }) == "zip.damaged");
}

TEST_CASE("zip: any part may be the one that is replaced, by more or by less", "[zip]") {
    const std::vector<Part> parts = {{"a.xml", long_text()}, {"b.xml", long_text() + "b"}, {"c.xml", "短"}};
    const std::string bytes = archive(parts);
    for (std::size_t changed = 0; changed < parts.size(); ++changed)
        for (const std::string& fresh : {std::string(), std::string("新的"), long_text() + long_text()}) {
            CAPTURE(changed, fresh.size());
            file::StringSink out;
            file::replace_in_zip(bytes, {{parts[changed].name, fresh}}, out);
            const Zip after(out.text);
            REQUIRE(after.entries().size() == parts.size());
            for (std::size_t i = 0; i < parts.size(); ++i)
                CHECK(after.read(i, 1 << 24) == (i == changed ? fresh : parts[i].bytes));
        }
    CHECK(bytes == archive(parts)); // left as it was
}

TEST_CASE("zip: bombs, damage and limits are errors", "[zip]") {
    const std::string bomb = archive({{"b", std::string(std::size_t{40} << 20, ' ')}});
    CHECK(what([&] { Zip(bomb).read(0, std::uint64_t{1} << 40); }) == "zip.bomb");
    ZipLimits small;
    small.entries = 1;
    CHECK(what([&] { Zip(archive({{"a", ""}, {"b", ""}}), small); }) == "zip.too_many");
    small = {};
    small.entry_bytes = 10;
    CHECK(what([&] { Zip(archive({{"a", "12345678901"}}), small).read(0, 100); }) == "zip.bomb");
    const std::string bytes = archive({{"a.txt", "内容"}, {"b", long_text()}});
    for (const std::string_view s : {"", "PK", "PK\x03\x04 no archive at all"})
        CHECK(what([&] { Zip z(s); }) == "zip.damaged");
    for (std::size_t n = 0; n < bytes.size(); n += n < 200 ? 1 : 997)
        CHECK(what([&] { Zip z(std::string_view(bytes).substr(0, n)); }) == "zip.damaged");
    for (std::size_t i = 0; i < bytes.size(); i += i < 200 || i + 300 > bytes.size() ? 1 : 1009) {
        std::string bad = bytes;
        bad[i] = static_cast<char>(bad[i] ^ 0x10);
        try { // read as it was, or an Error; never something else
            const Zip z(bad);
            for (std::size_t k = 0; k < z.entries().size(); ++k) (void)z.read(k, 1 << 24);
        } catch (const Error& e) {
            CHECK(e.code() == Code::container_broken);
        }
    }
}

// Writing archives (APPNOTE 6.3 of the ZIP format). libzip pulls its input when an archive is closed; our writers push
// what they have, so the few fixed structures are written here and zlib packs.

#include "core/file/zip.h"
#include "core/text/errors.h"

#include <algorithm>
#include <zlib.h>

namespace goufang::file {
namespace {

constexpr std::uint32_t k_32 = 0xFFFFFFFFU;
constexpr std::uint16_t k_flags = 0x0808;    // sizes behind the data, names in UTF-8
constexpr std::uint16_t k_date = 1 << 5 | 1; // 1980-01-01
constexpr int k_level = 1;
constexpr std::size_t k_piece = std::size_t{256} << 10;

void put16(std::string& out, std::uint64_t v) {
    for (int i = 0; i < 2; ++i) out += static_cast<char>(v >> (8 * i) & 0xFF);
}
void put32(std::string& out, std::uint64_t v) {
    for (int i = 0; i < 4; ++i) out += static_cast<char>(v >> (8 * i) & 0xFF);
}
void put64(std::string& out, std::uint64_t v) {
    for (int i = 0; i < 8; ++i) out += static_cast<char>(v >> (8 * i) & 0xFF);
}

} // namespace

struct ZipWriter::Impl {
    struct Done {
        std::string name;
        std::uint64_t at = 0, size = 0, packed = 0;
        std::uint32_t crc = 0;
    };
    Sink& sink;
    z_stream z{};
    std::uint64_t at = 0; ///< bytes written
    std::vector<Done> done;
    std::string in, out;

    explicit Impl(Sink& s) : sink(s), out(k_piece, '\0') {
        if (deflateInit2(&z, k_level, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
            throw Error(Code::internal, {"deflateInit2"});
        in.reserve(k_piece);
    }
    ~Impl() { deflateEnd(&z); }
    Impl(const Impl&) = delete;

    void put(std::string_view bytes) {
        sink.write(bytes);
        at += bytes.size();
    }
    void pack(std::string_view bytes, int flush) {
        Done& d = done.back();
        d.size += bytes.size();
        d.crc = static_cast<std::uint32_t>(
            crc32(d.crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
        z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
        z.avail_in = static_cast<uInt>(bytes.size());
        do {
            z.next_out = reinterpret_cast<Bytef*>(out.data());
            z.avail_out = static_cast<uInt>(out.size());
            deflate(&z, flush);
            const std::size_t n = out.size() - z.avail_out;
            d.packed += n;
            put(std::string_view(out).substr(0, n));
        } while (z.avail_out == 0);
    }
};

ZipWriter::ZipWriter(Sink& sink) : m_impl(std::make_unique<Impl>(sink)) {}
ZipWriter::~ZipWriter() = default;

void ZipWriter::begin(std::string_view name) {
    Impl::Done d;
    d.name = name;
    d.at = m_impl->at;
    std::string head("PK\x03\x04");
    put16(head, 45); // 64-bit sizes may follow
    put16(head, k_flags);
    put16(head, Z_DEFLATED);
    put16(head, 0);
    put16(head, k_date);
    put32(head, 0);
    put32(head, 0);
    put32(head, 0);
    put16(head, name.size());
    put16(head, 0);
    head += name;
    m_impl->put(head);
    m_impl->done.push_back(std::move(d));
    deflateReset(&m_impl->z);
}

void ZipWriter::write(std::string_view bytes) {
    Impl& m = *m_impl;
    while (!bytes.empty()) {
        const std::size_t n = std::min(bytes.size(), k_piece - m.in.size());
        m.in += bytes.substr(0, n);
        bytes.remove_prefix(n);
        if (m.in.size() < k_piece) return;
        m.pack(m.in, Z_NO_FLUSH);
        m.in.clear();
    }
}

void ZipWriter::end() {
    Impl& m = *m_impl;
    m.pack(m.in, Z_FINISH);
    m.in.clear();
    const Impl::Done& d = m.done.back();
    std::string tail("PK\x07\x08");
    put32(tail, d.crc);
    // A reader takes the width from whether the sizes fit.
    if (d.size > k_32 || d.packed > k_32) {
        put64(tail, d.packed);
        put64(tail, d.size);
    } else {
        put32(tail, d.packed);
        put32(tail, d.size);
    }
    m.put(tail);
}

void ZipWriter::add(std::string_view name, std::string_view bytes) {
    begin(name);
    write(bytes);
    end();
}

void ZipWriter::finish() {
    Impl& m = *m_impl;
    const std::uint64_t start = m.at;
    for (const Impl::Done& d : m.done) {
        std::string extra;
        const auto narrow = [&extra](std::uint64_t v) {
            if (v < k_32) return v;
            put64(extra, v);
            return std::uint64_t{k_32};
        };
        // In the extra field the order is size, packed, offset.
        const std::uint64_t size = narrow(d.size), packed = narrow(d.packed), at = narrow(d.at);
        std::string row("PK\x01\x02");
        put16(row, 45);
        put16(row, 45);
        put16(row, k_flags);
        put16(row, Z_DEFLATED);
        put16(row, 0);
        put16(row, k_date);
        put32(row, d.crc);
        put32(row, packed);
        put32(row, size);
        put16(row, d.name.size());
        put16(row, extra.empty() ? 0 : extra.size() + 4);
        put16(row, 0); // comment
        put16(row, 0); // disk
        put16(row, 0);
        put32(row, 0);
        put32(row, at);
        row += d.name;
        if (!extra.empty()) {
            put16(row, 1);
            put16(row, extra.size());
            row += extra;
        }
        m.put(row);
    }
    const std::uint64_t size = m.at - start;
    std::string last;
    if (start >= k_32) {
        const std::uint64_t here = m.at;
        last += "PK\x06\x06";
        put64(last, 44);
        put16(last, 45);
        put16(last, 45);
        put32(last, 0);
        put32(last, 0);
        put64(last, m.done.size());
        put64(last, m.done.size());
        put64(last, size);
        put64(last, start);
        last += "PK\x06\x07";
        put32(last, 0);
        put64(last, here);
        put32(last, 1);
    }
    last += "PK\x05\x06";
    put32(last, 0); // this disk, the directory's disk
    put16(last, m.done.size());
    put16(last, m.done.size());
    put32(last, std::min<std::uint64_t>(size, k_32));
    put32(last, std::min<std::uint64_t>(start, k_32));
    put16(last, 0);
    m.put(last);
}

} // namespace goufang::file

#include "core/file/zip.h"

#include "core/text/errors.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>
#include <zip.h>

namespace goufang::file {
namespace {

[[noreturn]] void fail(std::string_view part, std::string_view what, std::string detail = {}) {
    throw Error(Code::container_broken, {std::string(part), std::string(what), std::move(detail)});
}

struct ErrorText {
    zip_error_t error;
    ErrorText() { zip_error_init(&error); }
    ~ErrorText() { zip_error_fini(&error); }
    ErrorText(const ErrorText&) = delete;
    std::string text() { return zip_error_strerror(&error); }
};

char plain(char c) {
    if (c == '\\') return '/';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return plain(x) == plain(y); });
}

/// Unpacked size or ratio beyond the limits.
bool too_much(const ZipLimits& limits, std::uint64_t done, std::uint64_t packed) {
    return done > limits.entry_bytes ||
           (done > limits.free_bytes && done / std::max<std::uint64_t>(packed, 1) > limits.ratio);
}

} // namespace

struct ZipStream::Impl {
    zip_file_t* file = nullptr;
    std::string name;
    ZipLimits limits;
    std::uint64_t packed = 0, done = 0;
    ~Impl() {
        if (file) zip_fclose(file);
    }
};

ZipStream::ZipStream(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ZipStream::~ZipStream() = default;
ZipStream::ZipStream(ZipStream&&) noexcept = default;
std::uint64_t ZipStream::done() const { return m_impl->done; }

std::size_t ZipStream::read(char* out, std::size_t size) {
    const zip_int64_t n = zip_fread(m_impl->file, out, size);
    if (n < 0) fail(m_impl->name, "zip.damaged", zip_error_strerror(zip_file_get_error(m_impl->file)));
    m_impl->done += static_cast<std::uint64_t>(n);
    if (too_much(m_impl->limits, m_impl->done, m_impl->packed))
        fail(m_impl->name, "zip.bomb", std::to_string(m_impl->limits.entry_bytes));
    return static_cast<std::size_t>(n);
}

struct Zip::Impl {
    zip_t* archive = nullptr;
    ZipLimits limits;
    std::vector<ZipEntry> entries;
    ~Impl() {
        if (archive) zip_discard(archive);
    }
};

Zip::Zip(std::string_view bytes, const ZipLimits& limits) : m_impl(std::make_unique<Impl>()) {
    m_impl->limits = limits;
    if (bytes.empty()) fail("zip", "zip.damaged", "empty"); // libzip would make a new archive of it
    ErrorText error;
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error.error);
    if (source) m_impl->archive = zip_open_from_source(source, ZIP_RDONLY, &error.error);
    if (!m_impl->archive) {
        if (source) zip_source_free(source);
        fail("zip", "zip.damaged", error.text());
    }
    const zip_int64_t n = zip_get_num_entries(m_impl->archive, 0);
    if (n > static_cast<zip_int64_t>(limits.entries)) fail("zip", "zip.too_many", std::to_string(limits.entries));
    for (zip_int64_t i = 0; i < n; ++i) {
        zip_stat_t s;
        zip_stat_init(&s);
        if (zip_stat_index(m_impl->archive, static_cast<zip_uint64_t>(i), 0, &s) != 0 || !s.name)
            fail("zip", "zip.damaged", zip_error_strerror(zip_get_error(m_impl->archive)));
        m_impl->entries.push_back({s.name, s.size, s.comp_size});
    }
}

Zip::~Zip() = default;
Zip::Zip(Zip&&) noexcept = default;
const std::vector<ZipEntry>& Zip::entries() const { return m_impl->entries; }

std::optional<std::size_t> Zip::find(std::string_view name) const {
    const auto& all = m_impl->entries;
    auto at = std::find_if(all.begin(), all.end(), [name](const ZipEntry& e) { return e.name == name; });
    if (at == all.end())
        at = std::find_if(all.begin(), all.end(), [name](const ZipEntry& e) { return same_name(e.name, name); });
    if (at == all.end()) return std::nullopt;
    return static_cast<std::size_t>(at - all.begin());
}

ZipStream Zip::open(std::size_t index) const {
    const ZipEntry& e = m_impl->entries.at(index);
    auto impl = std::make_unique<ZipStream::Impl>();
    impl->file = zip_fopen_index(m_impl->archive, index, 0);
    if (!impl->file) {
        zip_error_t* error = zip_get_error(m_impl->archive);
        const int code = zip_error_code_zip(error);
        fail(e.name, code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP ? "zip.encrypted" : "zip.damaged",
             zip_error_strerror(error));
    }
    impl->name = e.name;
    impl->limits = m_impl->limits;
    impl->packed = e.packed;
    return ZipStream(std::move(impl));
}

std::string Zip::read(std::size_t index, std::uint64_t max) const {
    ZipStream stream = open(index);
    std::string out;
    for (;;) {
        const std::size_t had = out.size();
        out.resize(had + (std::size_t{64} << 10));
        const std::size_t n = stream.read(out.data() + had, out.size() - had);
        out.resize(had + n);
        if (n == 0) return out;
        if (out.size() > max) fail(m_impl->entries[index].name, "zip.bomb", std::to_string(max));
    }
}

std::string Zip::read(std::string_view name, std::uint64_t max) const {
    const auto index = find(name);
    if (!index) fail(name, "zip.missing");
    return read(*index, max);
}

bool is_zip(std::string_view bytes) { return bytes.starts_with(std::string_view("PK\x03\x04", 4)); }

void replace_in_zip(std::string_view bytes, const std::vector<ZipReplacement>& parts, Sink& out) {
    ErrorText error;
    // A copy of its own: where the changed part stands in the second half of the archive, libzip 1.7 goes on writing in
    // the buffer and frees it, whosever it is.
    void* copy = std::malloc(std::max<std::size_t>(bytes.size(), 1));
    if (!copy) throw std::bad_alloc();
    std::copy(bytes.begin(), bytes.end(), static_cast<char*>(copy));
    zip_source_t* source = zip_source_buffer_create(copy, bytes.size(), 1, &error.error);
    if (!source) {
        std::free(copy);
        fail("zip", "zip.damaged", error.text());
    }
    zip_source_keep(source); // still ours when the archive is closed
    struct Keeper {
        zip_source_t* source;
        ~Keeper() { zip_source_free(source); }
    } keeper{source};
    zip_t* archive = zip_open_from_source(source, 0, &error.error);
    if (!archive) {
        zip_source_free(source);
        fail("zip", "zip.damaged", error.text());
    }
    const auto give_up = [&archive](std::string_view part, std::string_view what) {
        std::string text = zip_error_strerror(zip_get_error(archive));
        zip_discard(archive);
        fail(part, what, std::move(text));
    };
    for (const ZipReplacement& part : parts) {
        const zip_int64_t index = zip_name_locate(archive, part.name.c_str(), 0);
        if (index < 0) give_up(part.name, "zip.missing");
        zip_source_t* fresh = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
        if (!fresh) give_up(part.name, "zip.damaged");
        if (zip_file_replace(archive, static_cast<zip_uint64_t>(index), fresh, 0) != 0) {
            zip_source_free(fresh);
            give_up(part.name, "zip.damaged");
        }
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 6);
        // The time of the old entry: the same input gives the same file.
        zip_stat_t s;
        zip_stat_init(&s);
        if (zip_stat_index(archive, static_cast<zip_uint64_t>(index), ZIP_FL_UNCHANGED, &s) == 0 &&
            (s.valid & ZIP_STAT_MTIME) != 0)
            zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), s.mtime, 0);
    }
    if (zip_close(archive) != 0) give_up("zip", "zip.damaged");
    if (zip_source_open(source) != 0) fail("zip", "zip.damaged");
    std::string piece(std::size_t{256} << 10, '\0');
    for (;;) {
        const zip_int64_t n = zip_source_read(source, piece.data(), piece.size());
        if (n < 0) {
            zip_source_close(source);
            fail("zip", "zip.damaged");
        }
        if (n == 0) break;
        out.write(std::string_view(piece).substr(0, static_cast<std::size_t>(n)));
    }
    zip_source_close(source);
}

} // namespace goufang::file

#include "app/cli/context.h"

#include "core/file/file.h"
#include "core/find/load.h"
#include "core/text/errors.h"
#include "invoice/columns.h"

#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <utility>

namespace goufang::cli {

void Context::print(std::string_view line) const { out() << line << '\n'; }

void Context::chat(std::string_view line) const {
    if (!quiet && !json) err() << line << '\n';
}

void Context::warn(std::string_view line) const { err() << line << '\n'; }

bool Context::out_colours() const {
    return m_environment.out_is_terminal && m_environment.variable("NO_COLOR").empty();
}

bool Context::err_colours() const {
    return m_environment.err_is_terminal && m_environment.variable("NO_COLOR").empty();
}

std::string Context::registry_path() const {
    if (registry_option) return *registry_option;
    const auto variable = [&](std::string_view name) {
        std::string value = m_environment.variable(name);
        if (!text::valid_utf8(value)) throw Error(Code::bad_argument, {std::string(name), "", "value.environment"});
        return value;
    };
    if (const std::string path = variable("GOUFANG_REGISTRY"); !path.empty()) return path;
    const auto below = [](const std::string& folder, std::string_view rest) {
        return file::to_utf8(file::to_path(folder) / file::to_path(rest));
    };
#ifdef _WIN32
    if (const std::string data = variable("APPDATA"); !data.empty()) return below(data, "goufang/default.goufang");
#else
    if (const std::string data = variable("XDG_DATA_HOME"); !data.empty())
        return below(data, "goufang/default.goufang");
    if (const std::string home = variable("HOME"); !home.empty())
        return below(home, ".local/share/goufang/default.goufang");
#endif
    return "default.goufang";
}

std::string Context::side_file() const {
    return find::side_file_of(registry_path(), [&](const char* name) { return m_environment.variable(name); });
}

store::Registry Context::open_to_read() const {
    const std::string path = registry_path();
    store::Options options;
    options.automatic_backup = false;
    try {
        // Not read-only where that can be helped: such a connection leaves the files of the WAL behind.
        return store::Registry::open(path, options);
    } catch (const Error& e) {
        if (e.code() != Code::registry_write) throw;
        options.read_only = true;
        return store::Registry::open(path, options);
    }
}

store::Registry Context::open_to_write() const { return store::Registry::open(registry_path(), {}); }

void Context::stop_if_cancelled() const {
    if (m_environment.cancel != nullptr && m_environment.cancel->load(std::memory_order_relaxed))
        throw Error(Code::cancelled);
}

namespace {
[[noreturn]] void bad(std::string_view argument, std::string_view value, std::string_view what,
                      std::vector<std::string> more = {}) {
    std::vector<std::string> args{std::string(argument), std::string(value), std::string(what)};
    args.insert(args.end(), more.begin(), more.end());
    throw Error(Code::bad_argument, std::move(args));
}
} // namespace

std::int64_t whole_number(std::string_view argument, std::string_view text, std::int64_t least) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size() || n < least)
        bad(argument, text, "value.whole_number", {std::to_string(least)});
    return n;
}

model::Field field_argument(std::string_view argument, std::string_view key) {
    if (const auto field = model::field_by_key(key)) return *field;
    std::string keys;
    for (const auto& f : model::k_fields) keys += (keys.empty() ? "" : " ") + std::string(f.key);
    bad(argument, key, "value.one_of", {keys});
}

std::vector<std::string> split_commas(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) parts.emplace_back(part);
        if (comma == std::string_view::npos) return parts;
        text.remove_prefix(comma + 1);
    }
}

text::Encoding encoding_argument(std::string_view argument, std::string_view name) {
    if (const auto encoding = text::encoding_from_name(name)) return *encoding;
    bad(argument, name, "value.one_of", {"UTF-8 UTF-8-BOM UTF-16LE UTF-16BE GBK GB18030"});
}

std::string map_argument(Context& context, const std::optional<std::string>& path) {
    if (!path) return {};
    std::string before = std::exchange(context.subject, *path);
    std::string text(file::Mapped(*path).bytes());
    invoice::ColumnMap{text};
    context.subject = std::move(before);
    return text;
}

const invoice::Format& format_argument(std::string_view argument, std::string_view id) {
    if (const auto* format = invoice::format(id)) return *format;
    std::string ids;
    for (const auto& f : invoice::formats()) ids += (ids.empty() ? "" : " ") + std::string(f.id);
    bad(argument, id, "value.one_of", {ids});
}

model::CategoryId category_argument(const model::CategoryTree& tree, std::string_view path) {
    if (const auto id = tree.try_resolve(path)) return *id;
    throw Error(Code::not_found, {"category", std::string(path)});
}

void make_parent_folders(const std::string& path) {
    const auto folder = file::to_path(path).parent_path();
    if (folder.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw Error(Code::file_unwritable, {file::to_utf8(folder), error.message()});
}

bool same_file(std::string_view a, std::string_view b) {
    std::error_code ignored;
    const auto pa = file::to_path(a), pb = file::to_path(b);
    if (std::filesystem::equivalent(pa, pb, ignored)) return true;
    return std::filesystem::weakly_canonical(pa, ignored) == std::filesystem::weakly_canonical(pb, ignored);
}

namespace {
std::string two(int n) {
    std::string s;
    s += static_cast<char>('0' + n / 10 % 10);
    s += static_cast<char>('0' + n % 10);
    return s;
}
} // namespace

std::string local_time(std::string_view utc) {
    int part[6] = {};
    constexpr std::string_view shape = "0000-00-00T00:00:00Z";
    if (utc.size() != shape.size()) return std::string(utc);
    int n = 0;
    for (std::size_t i = 0; i < utc.size(); ++i) {
        if (shape[i] == '0') {
            if (utc[i] < '0' || utc[i] > '9') return std::string(utc);
            part[n] = part[n] * 10 + (utc[i] - '0');
        } else {
            if (utc[i] != shape[i]) return std::string(utc);
            ++n;
        }
    }
    const std::chrono::year_month_day date{std::chrono::year(part[0]),
                                           std::chrono::month(static_cast<unsigned>(part[1])),
                                           std::chrono::day(static_cast<unsigned>(part[2]))};
    if (!date.ok()) return std::string(utc);
    const auto at = std::chrono::sys_days(date) + std::chrono::hours(part[3]) + std::chrono::minutes(part[4]) +
                    std::chrono::seconds(part[5]);
    const std::time_t t = std::chrono::system_clock::to_time_t(at);
    const std::tm* local = std::localtime(&t); // one thread prints
    if (local == nullptr) return std::string(utc);
    return std::to_string(local->tm_year + 1900) + "-" + two(local->tm_mon + 1) + "-" + two(local->tm_mday) + " " +
           two(local->tm_hour) + ":" + two(local->tm_min) + ":" + two(local->tm_sec);
}

std::int64_t today() {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch().count();
}

std::string today_text() {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
    return std::to_string(static_cast<int>(date.year())) + "-" +
           two(static_cast<int>(static_cast<unsigned>(date.month()))) + "-" +
           two(static_cast<int>(static_cast<unsigned>(date.day())));
}

} // namespace goufang::cli

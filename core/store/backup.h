#pragma once
// Copies of the registry file: on demand, before migrations, and the automatic ones, kept k_kept deep.

#include "core/store/db.h"

#include <string>
#include <string_view>

namespace goufang::store {

inline constexpr std::size_t k_kept_backups = 10;

/// Online backup of `from` to `target` (UTF-8), which appears only when it is complete. The copy is one file in
/// rollback-journal mode, so that it opens anywhere, also on a read-only medium.
void write_backup(Db& from, const std::string& target);

/// "<dir>/<name>.backups/<name>-YYYYMMDD-HHMMSS.goufang", the oldest beyond k_kept_backups removed. False when it
/// could not be made (disk full, folder not writable): that must not keep anybody from working, the next run tries
/// again.
bool make_automatic_backup(Db& from, std::string_view registry_path, std::string_view utc) noexcept;

/// "<path>.v<version>.bak", with a number when that exists.
std::string migration_backup_path(const std::string& path, int version);

/// Throws Error registry_missing, registry_foreign, registry_newer, registry_damaged from the first bytes of the
/// file, before SQLite sees it.
void check_header(const std::string& path);

std::string stamp(std::string_view utc); ///< "2026-11-22T08:15:00Z" -> "20261122-081500"

} // namespace goufang::store

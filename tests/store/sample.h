#pragma once
// Shared by the tests of the store: a folder that goes away, invented buyers, and a full dump of what a registry shows.

#include "core/store/operations.h"
#include "core/store/registry.h"
#include "core/text/errors.h"

#include <functional>
#include <string>

namespace goufang::store::test {

class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    std::string operator/(const std::string& name) const;

  private:
    std::string m_path;
};

/// Fixed user and clock; no automatic backups unless asked for.
Options quiet();
Buyer sample_buyer(int n, CategoryId category = 0);

/// Everything that can be seen: settings, tree, live and recycled buyers, with ids and, if wanted, revisions.
std::string dump(const Registry& r, bool revisions = true);

/// The code of the Error that `f` throws; Code::internal with a failed check when it throws none.
Code thrown(const std::function<void()>& f);

std::string bytes_of(const std::string& path);
void write_bytes(const std::string& path, const std::string& bytes);

} // namespace goufang::store::test

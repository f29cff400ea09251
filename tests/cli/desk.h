#pragma once
// A folder with a non-ASCII name, a registry in it, and the command line called in process.

#include "app/cli/cli.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::test {

using Json = nlohmann::json;

struct Answer {
    int status = -1;
    std::string out, err;
    std::vector<Json> lines() const; ///< the output as JSON lines; throws when one is none
    Json line() const;               ///< the only one
};

class Desk {
  public:
    Desk();
    ~Desk();
    Desk(const Desk&) = delete;

    std::string path(std::string_view name) const; ///< UTF-8
    std::string registry() const { return path("登记库 甲.goufang"); }
    void write(std::string_view name, std::string_view bytes) const;
    std::string read(std::string_view name) const;
    bool exists(std::string_view name) const;
    std::vector<std::string> files() const; ///< names in the folder, sorted; without the automatic backups

    /// goufang --registry <registry()> ARGS...
    Answer run(std::vector<std::string> arguments) const;
    /// goufang ARGS..., as they are
    Answer bare(const std::vector<std::string>& arguments) const;
    /// The registry with 华东 (001), 华东/浙江 (00101), 华南 (002) and three buyers.
    void fill() const;

    std::map<std::string, std::string, std::less<>> variables; ///< environment
    bool terminal = false;
    std::string input; ///< what standard input holds
    const std::atomic<bool>* cancel = nullptr;

  private:
    std::filesystem::path m_folder;
};

inline constexpr std::string_view k_tax_id = "91999999MA00000154"; ///< right, of the reserved region 999999

std::string gbk(std::string_view utf8);

} // namespace goufang::test
